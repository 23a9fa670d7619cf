"""Pictures and papers that prove something in a case."""
