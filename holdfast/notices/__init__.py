"""Tells a person or a list: what must be told is a row per contact and channel, sent, accepted, bounced.

It does not know why something is told, nor what an acceptance keeps: the floors above write notices, with
words of their own, and hear back by facts. It owns the ledger, the frame of the words, the headers, the caps
and the sending loop.
"""
