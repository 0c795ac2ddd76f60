"""What everybody who works at an interruption has before them: the parts of its page that turn by themselves."""
