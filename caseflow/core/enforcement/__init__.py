"""Inspections' findings, rectification orders, re-inspections."""
