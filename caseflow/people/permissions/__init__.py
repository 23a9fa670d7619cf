"""The table of rights, its decorators, and the filter that applies it to lists."""
