"""Shifts and absences from an iCalendar file: read, shown as what would change, and written exactly as it was shown."""
