"""When somebody leaves, or a unit is merged into another: all that is theirs goes to others."""
