"""A folder or a ZIP as files by name: only below it, only so much, and nothing that a link leads out to."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Final

from holdfast.knowledge.importing.front_matter import Unreadable

MOST: Final = 20_000
"""Files of one import."""
LARGEST: Final = 10 * 1024 * 1024
_ALL: Final = 2 * 1024**3
"""Bytes of one import, unpacked (T27)."""


def read_files(source: Path) -> Mapping[str, bytes]:
    """What lies there, by path with slashes. Unreadable: too much, or neither folder nor ZIP."""
    if source.is_dir():
        return _of_folder(source)
    try:
        with zipfile.ZipFile(source) as packed:
            return _of_zip(packed)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError) as wrong:
        raise Unreadable(f"{source} is neither a folder nor a ZIP that can be read: {wrong}") from None


def _of_folder(source: Path) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    size = 0
    for file in sorted(source.rglob("*")):
        name = file.relative_to(source).as_posix()
        inside = file.resolve().is_relative_to(source.resolve())
        if not file.is_file() or not inside or _is_hidden(name):
            continue
        size += file.stat().st_size
        _require_little(len(found), size)
        found[name] = file.read_bytes()[: LARGEST + 1]
    return found


def _of_zip(packed: zipfile.ZipFile) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    size = 0
    for entry in sorted(packed.infolist(), key=lambda each: each.filename):
        name = PurePosixPath(entry.filename).as_posix()
        if entry.is_dir() or name.startswith("/") or ".." in PurePosixPath(name).parts or _is_hidden(name):
            continue
        with packed.open(entry) as file:
            content = file.read(LARGEST + 1)  # whatever the archive says of its size
        size += len(content)
        _require_little(len(found), size)
        found[name] = content
    return found


def _is_hidden(name: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in PurePosixPath(name).parts)


def _require_little(files: int, size: int) -> None:
    if files >= MOST or size > _ALL:
        raise Unreadable(f"An import has {MOST:,} files and {_ALL // 1024**3} GB at most.")
