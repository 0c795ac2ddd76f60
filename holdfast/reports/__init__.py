"""What is reckoned from the record for a client to read: the statement of a month."""
