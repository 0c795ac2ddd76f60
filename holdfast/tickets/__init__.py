"""The conversation with a client: ticket, messages, priority, assignment, links, working order.

It does not know how a ticket is solved (`procedure`) nor what is promised about it (`promises`).
"""
