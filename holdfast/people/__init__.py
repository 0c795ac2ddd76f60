"""Everybody we know: persons of the vendor and of clients, teams, roles, the table of acts, and sign-in.

It does not know organisations, tickets or promises; who may see a ticket is `tickets.access`.
"""
