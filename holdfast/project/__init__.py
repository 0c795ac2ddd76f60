"""Puts the parts together: settings, addresses, the supervisor, and what follows what; it owns no rule of the domain."""
