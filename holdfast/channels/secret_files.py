"""Secrets of channels, each in a private file (0600) beside the installation's others, in no row, fact or log."""

from __future__ import annotations

import os
from pathlib import Path

from django.conf import settings


def keep_secret(name: str, text: str) -> None:
    """The text under that name, whole or not at all, for its owner only."""
    path = _path(name)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def read_secret(name: str) -> str:
    """What is kept under that name; raises FileNotFoundError where the file is gone."""
    return _path(name).read_text(encoding="utf-8")


def has_secret(name: str) -> bool:
    return _path(name).exists()


def forget_secret(name: str) -> None:
    """It counts no more and is gone."""
    _path(name).unlink(missing_ok=True)


def _path(name: str) -> Path:
    return Path(settings.HOME) / "secrets" / name
