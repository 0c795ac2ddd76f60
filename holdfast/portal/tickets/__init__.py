"""A client's tickets: the list, a new one, the page of one with its reply, approval, ladder and files."""
