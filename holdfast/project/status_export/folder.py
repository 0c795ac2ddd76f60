"""A folder on this machine."""

from __future__ import annotations

import os
from pathlib import Path

from holdfast.look import assets
from holdfast.project.status_export.place import File


class Folder:
    """Files of the export on a disk; another web server says their types."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __str__(self) -> str:
        return str(self.path)

    def publish_assets(self) -> None:
        assets.publish(self.path / "static")

    def names(self) -> set[str]:
        found = (each for top in ("status", "api") for each in (self.path / top).rglob("*"))
        return {each.relative_to(self.path).as_posix() for each in found if each.is_file()}

    def holds(self, name: str, file: File) -> bool:
        target = self.path / name
        return target.exists() and target.read_bytes() == file.content

    def put(self, name: str, file: File) -> None:
        target = self.path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f".{target.name}.{os.getpid()}")
        part.write_bytes(file.content)
        part.replace(target)

    def remove(self, name: str) -> None:
        (self.path / name).unlink()
