"""Loaded before any other plugin (`-p`): pytest-django would read the settings before their database is there."""

import gc
import os
import sys

os.environ.pop("DJANGO_SETTINGS_MODULE", None)  # `conftest.pytest_configure` sets it, once the rest stands

# what one of the many processes has compiled, no other need compile once more
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

gc.disable()  # while everything is read, hardly any of it is garbage; see `conftest.pytest_collection_finish`
