"""Terms and their legal source, the working calendar, and the clocks of cases."""
