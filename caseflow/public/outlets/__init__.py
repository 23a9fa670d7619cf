"""The ways out of what is published: feeds, lists for search engines, the digest, a static bundle."""
