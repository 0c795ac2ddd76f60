"""Products whose consoles open our form: their keys, where they may hold it, and what is wrong with a token."""
