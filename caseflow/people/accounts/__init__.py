"""People, their units, sign-in and sessions."""
