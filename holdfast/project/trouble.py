"""A start that can't go on, in words for whoever runs the machine."""


class Trouble(Exception):
    """What is wrong, and what to do about it; shown without a stack, ends the command with status 1."""
