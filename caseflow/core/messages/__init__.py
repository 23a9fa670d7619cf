"""Which event tells whom, and with which words."""
