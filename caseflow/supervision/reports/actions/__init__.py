"""Keeping the facts, freezing periods, setting weights: never commits but the worker steps."""
