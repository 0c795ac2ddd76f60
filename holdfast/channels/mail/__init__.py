"""Mail in: every way it comes by, stored before it is acknowledged, then read, attributed and put on a ticket.

`smtp_door`, `imap_door` and `sources` bring raw mails to `storing`; `intake` takes them from there, one transaction
each. What it can't decide by rule is held or stands in quarantine, where `judge` lets a person decide.
"""
