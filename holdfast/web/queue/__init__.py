"""The queue: the lists of tickets in working order, what falls due next, and what is done to several at once."""
