"""Pollution sources and their files."""
