"""Are we affected? What a client uses and how it does, what was told of it, and one press to say that something is wrong."""
