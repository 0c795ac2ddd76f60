"""Clients: the list, one organisation, its contacts and contracts; products."""
