"""Calendars: weekly hours, holidays, exceptions."""
