"""What is done with exports: asking, cancelling, writing, fetching, letting them expire."""
