"""The REST API, first version: thin over the same actions and queries as the pages."""
