"""The knowledge base: short answers for consultations, each with its source and its last check."""
