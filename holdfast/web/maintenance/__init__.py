"""Maintenance at the desk: the list, the planner, the page that one works at, its forms, and freezes."""
