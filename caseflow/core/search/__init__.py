"""Search: what is typed into the box, what it means, and the cases it finds."""
