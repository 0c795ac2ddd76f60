"""What is done with a mailing."""
