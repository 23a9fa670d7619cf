"""What periodic jobs need of the database."""
