"""My work: what waits for the person signed in, by role; the start page; the search of the bar."""
