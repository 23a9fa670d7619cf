"""Reading for the search: what values mean, and what is found."""
