"""Townships of the county and the names of merged places."""
