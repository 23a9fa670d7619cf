"""Visits as they were recorded on site: what a record must hold, and the record itself."""
