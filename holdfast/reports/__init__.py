"""What is reckoned and put together from the record for people to read: the statement of a month, what a client was told
about an interruption, its review.

It changes nothing, and asks nobody: whoever may read it, the door decides.
"""
