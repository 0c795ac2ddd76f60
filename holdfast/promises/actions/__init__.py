"""The verbs of a promise."""
