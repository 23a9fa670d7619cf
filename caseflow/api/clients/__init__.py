"""The machines that may call: clients, each with an account of its own, and their tokens."""
