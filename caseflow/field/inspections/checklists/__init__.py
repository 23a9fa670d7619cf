"""Checklists of visits: versioned data that an administrator edits."""
