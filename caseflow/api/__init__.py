"""For machines: REST, Open311, web hooks, feeds."""
