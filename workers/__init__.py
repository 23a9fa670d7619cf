"""What runs beside the pages: workers, the clock of periodic jobs, and the supervisor of all."""
