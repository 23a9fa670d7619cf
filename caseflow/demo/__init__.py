"""Invented demonstration cases."""
