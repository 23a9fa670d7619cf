"""Whether the service is alive, for the machine that watches it."""
