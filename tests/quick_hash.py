"""Argon2 at its least work: most tests want a password, not what a guess at it costs."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class QuickArgon2(Argon2PasswordHasher):
    """The shipped hasher in all but its work; a test holds what is shipped."""

    time_cost = 1
    memory_cost = 8
    parallelism = 1
