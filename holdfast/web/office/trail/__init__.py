"""The trail: all that was recorded, in sentences, filtered by an allow-list."""
