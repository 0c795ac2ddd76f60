"""Loaded before any other plugin (`-p`): pytest-django would read the settings before their database is there."""

import os

os.environ.pop("DJANGO_SETTINGS_MODULE", None)  # `conftest.pytest_configure` sets it, once the rest stands
