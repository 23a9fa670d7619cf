"""Planned inspections: who is to be visited this year, on what ground, and how often at most."""
