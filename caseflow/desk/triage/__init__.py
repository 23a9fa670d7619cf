"""Likely category and handler of what is told, with the words that led there; never applied."""
