"""What is handed out about what was: put together from all floors below, and set in type.

It changes nothing, and asks nobody: whoever may read it, the door decides.
"""
