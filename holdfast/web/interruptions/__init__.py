"""Interruptions at the desk: the list, the page that one works at, and its forms."""
