"""The visitor's side of live chat: the script that any page may load, and what it asks of us (A2)."""
