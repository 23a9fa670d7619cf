"""The catalogue of hazardous waste (国家危险废物名录): editions an administrator brings in."""
