"""The hotline desk: registration, imports, lists."""
