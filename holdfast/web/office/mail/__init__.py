"""Mail that a person judges, and the letters that left or wait."""
