"""Subscribe to the status page by mail, and end it: no account is needed."""
