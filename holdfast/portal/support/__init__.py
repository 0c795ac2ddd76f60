"""The public support form (A5): a ticket without an account; it believes nobody who they are."""
