"""The desk's chats: several side by side, the queue, the canned answers."""
