"""Plans of inspections: making them, filling them, opening what is due; and recusals."""
