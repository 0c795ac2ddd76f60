"""A folder or a ZIP as files by name: only below it, only so much, and nothing that a link leads out to.

What lies there is listed first, and each file is read when it is wanted: of an import of gigabytes one file is held.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Final

from holdfast.knowledge.importing.front_matter import Unreadable

MOST: Final = 20_000
"""Files of one import."""
LARGEST: Final = 10 * 1024**2
LARGEST_PAGE: Final = 5 * 1024**2
"""Of a text, which is taken apart; the article that it becomes is shorter by far."""
_ALL: Final = 2 * 1024**3
"""Bytes of one import, unpacked (T27)."""


class Files:
    """The names of what lies there, with their sizes as they are claimed; each is read by itself."""

    def __init__(self, sizes: Mapping[str, int], opened: Callable[[str], IO[bytes]]) -> None:
        if len(sizes) > MOST or sum(sizes.values()) > _ALL:
            raise Unreadable(f"An import has {MOST:,} files and {_ALL // 1024**3} GB at most.")
        self._sizes, self._opened = sizes, opened

    def __contains__(self, name: str) -> bool:
        return name in self._sizes

    def __iter__(self) -> Iterator[str]:
        return iter(self._sizes)

    def read(self, name: str, *, most: int = LARGEST) -> bytes:
        """Its content. Unreadable: it is larger, whatever was claimed, or can't be unpacked."""
        if self._sizes[name] > most:
            raise Unreadable(f"“{name}” has {_mb(self._sizes[name])} MB; {_mb(most)} MB are the most")
        try:
            with self._opened(name) as file:
                content = file.read(most + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            OSError,
            EOFError,
            RuntimeError,
            NotImplementedError,
        ) as wrong:
            raise Unreadable(f"“{name}” can’t be read: {wrong}") from None
        if len(content) > most:
            raise Unreadable(f"“{name}” has more than {_mb(most)} MB, which are the most")
        return content


@contextmanager
def files_in(source: Path) -> Iterator[Files]:
    """What lies there, by path with slashes, while it is open. Unreadable: too much, or neither folder nor ZIP."""
    if source.is_dir():
        yield _of_folder(source)
        return
    try:
        packed = zipfile.ZipFile(source)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError) as wrong:
        raise Unreadable(f"{source} is neither a folder nor a ZIP that can be read: {wrong}") from None
    with packed:
        yield _of_zip(packed)


def _of_folder(source: Path) -> Files:
    found: dict[str, int] = {}
    for file in sorted(source.rglob("*")):
        name = file.relative_to(source).as_posix()
        inside = file.resolve().is_relative_to(source.resolve())
        if file.is_file() and inside and not _is_hidden(name):
            found[name] = file.stat().st_size
    return Files(found, lambda name: (source / name).open("rb"))


def _of_zip(packed: zipfile.ZipFile) -> Files:
    found: dict[str, zipfile.ZipInfo] = {}
    for entry in sorted(packed.infolist(), key=lambda each: each.filename):
        name = PurePosixPath(entry.filename).as_posix()
        if entry.is_dir() or name.startswith("/") or ".." in PurePosixPath(name).parts or _is_hidden(name):
            continue
        found[name] = entry
    sizes = {name: entry.file_size for name, entry in found.items()}
    return Files(sizes, lambda name: packed.open(found[name]))


def _is_hidden(name: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in PurePosixPath(name).parts)


def _mb(size: int) -> str:
    return f"{size / 1024**2:.3g}"
