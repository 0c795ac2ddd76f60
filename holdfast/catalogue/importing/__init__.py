"""Clients, components and use from a file: read, shown as what would change, and written exactly as it was shown."""
