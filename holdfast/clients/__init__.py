"""Client organisations: their contacts, contracts, calendar, account manager and cover."""
