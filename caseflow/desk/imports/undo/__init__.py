"""Taking an import back while nothing was done on its cases."""
