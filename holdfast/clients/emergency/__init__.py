"""The emergency distribution list (E8, E9): who is on it, how they are reached, how sound it is, when it is reviewed."""
