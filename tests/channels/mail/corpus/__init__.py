"""Mails as programs really write them, each beside what the reader must make of it. All names are invented."""
