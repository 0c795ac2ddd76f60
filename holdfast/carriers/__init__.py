"""Wires to the outside: SMTP relays and mailboxes; each with a stand-in that only keeps what it is given.

A wire takes one finished mail to one recipient and says honestly what became of it. It knows neither what a
notice is nor why it is sent, remembers nothing, and decides nothing about trying again.
"""
