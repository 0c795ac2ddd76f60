"""The demo world: invented people and clients, loaded by `bin/up --demo`, and shared by the tests."""
