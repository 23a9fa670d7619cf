"""Benchmarks and volume."""
