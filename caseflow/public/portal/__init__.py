"""The public site: what was published, and where a petition is."""
