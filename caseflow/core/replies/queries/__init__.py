"""Reading replies: the letters of a draft, its page, and the lists of what waits."""
