"""Live chat (A2): a visitor's talk with us, which is a ticket from its first word."""
