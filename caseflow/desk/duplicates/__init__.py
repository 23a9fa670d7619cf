"""Likely duplicates: which earlier cases a text being typed may repeat."""
