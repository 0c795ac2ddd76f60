"""People of the vendor: the list, one of them, teams, one's own profile, the invitation."""
