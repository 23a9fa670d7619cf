"""The case, and the law it lives by."""
