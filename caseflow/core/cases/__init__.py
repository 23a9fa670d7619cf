"""The authority's file on a matter, and the one table of its life."""
