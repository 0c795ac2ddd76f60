"""What is done with monitors: by people, by the loop, and by whoever calls a heartbeat."""
