"""What is done with articles."""
