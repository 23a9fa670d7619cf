"""Supervision notices as a list, and the digest of each morning."""
