"""The client's own emergency list in the portal: seen by its people, changed on request."""
