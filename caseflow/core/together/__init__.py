"""Units that work on one case together: tasks of co-handling units, joint handling, minutes."""
