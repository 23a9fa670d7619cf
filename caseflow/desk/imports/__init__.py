"""Petitions from files: spreadsheets, CSV, JSON lines."""
