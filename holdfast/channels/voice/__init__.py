"""Calls: those that a provider tells of by TwiML-style webhooks, and those that a person writes down.

A call has one row, which its events move forward and never back, and ends on a ticket: held, missed, or with the words
that were left.
"""
