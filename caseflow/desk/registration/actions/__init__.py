"""What the registration page does: keep drafts, register once, answer at once."""
