"""Acts on accounts, units and absences. None commits: the edge does, in a unit of work."""
