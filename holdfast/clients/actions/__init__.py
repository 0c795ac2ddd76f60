"""Clients are entered and changed, with their contacts and contracts."""
