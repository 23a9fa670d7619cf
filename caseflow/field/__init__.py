"""The tablet: rounds and visits."""
