"""Bring messages in, carry replies out: mail, forms, and the console; chat and voice join them here.

It owns the raw mail and its way to a ticket: who speaks, which ticket is meant, what a machine wrote, what a person
must judge first. It refuses to know what a ticket promises and how it is worked.
"""
