"""What supervisors watch: late cases, and those that wait for somebody."""
