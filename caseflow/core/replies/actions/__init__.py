"""Drafting replies, taking ratings: the acts themselves are rows of the lifecycle."""
