"""Monitors from a file: the fourth kind of the catalogue's import."""
