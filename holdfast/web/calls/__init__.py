"""Calls at the desk: who calls, what was missed, what was said."""
