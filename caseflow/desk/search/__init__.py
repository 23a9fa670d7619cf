"""The search page, and its results while one types."""
