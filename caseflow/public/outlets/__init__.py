"""Ways out of what is published: feeds, lists for search engines, digest, static bundle."""
