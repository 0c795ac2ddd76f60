"""The ticket: what was said and what happened, what is promised, where it stands, and each act as a form of its own."""
