"""Playwright keeps an event loop in the thread of its tests; the database is asked from there all the same."""

import os

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
