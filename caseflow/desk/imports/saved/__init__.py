"""Mappings saved per sender: how the columns of its files are meant."""
