"""The webhooks of contacts: their secrets, and whether they still take anything."""
