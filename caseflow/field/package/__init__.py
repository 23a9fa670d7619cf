"""What a tablet takes along on a round: one answer with all that a visit needs."""
