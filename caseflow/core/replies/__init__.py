"""Answers to petitions, notices and call-backs."""
