"""Wires to the outside: SMTP relays and providers, texts and calls, Slack, Teams, webhooks.

A wire takes one finished mail or post to one recipient and says honestly what became of it. It knows neither what a
notice is nor why it is sent, remembers nothing, and decides nothing about trying again.
"""
