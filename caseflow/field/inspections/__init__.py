"""Inspections on site: readings judged against the limits of the standards."""
