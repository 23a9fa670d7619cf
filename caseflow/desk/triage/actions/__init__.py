"""Training a model, putting it in force and out of it, and what became of suggestions."""
