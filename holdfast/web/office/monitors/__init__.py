"""Monitors at the office: all of them, one of them, and what is done with it."""
