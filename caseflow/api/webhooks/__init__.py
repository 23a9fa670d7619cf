"""The administrator's pages of web hooks: who receives them, and what became of each event."""
