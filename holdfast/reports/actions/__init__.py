"""What people decide about what is reported."""
