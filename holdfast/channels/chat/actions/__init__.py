"""What is done in a chat, by the visitor and by us."""
