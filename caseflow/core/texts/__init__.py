"""Canned texts: wording that people insert with “::” into what they write, kept by version."""
