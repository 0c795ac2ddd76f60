"""The asset pipeline: joined, hashed and compressed once at start-up; in development as the files lie.

There is no build step. Nothing here needs Django's settings, so that the settings themselves can ask for the
hashes of the inline scripts.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import importlib.util
import json
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import brotli  # type: ignore[import-untyped]

from holdfast.look.kinds import MODULES, SHEETS

SOURCE = Path(__file__).parent / "static"
FOLDER = "look"
"""Under the static address; whatever lies there has its hash in its name and never changes."""

THEME_LINE = "try{let t=localStorage.theme;if(t)document.documentElement.dataset.theme=t}catch{}"
"""The one script that runs before the first paint, so that a chosen theme never flashes."""


@dataclass(frozen=True)
class Asset:
    """One file as it is served: its name under the static address, and its bytes."""

    name: str
    content: bytes


def stylesheets(kind: str, *, static_url: str, as_they_lie: bool) -> list[str]:
    """The addresses of a page's styles: one, or in development one for each file."""
    if as_they_lie:
        return [static_url + name for name in SHEETS[kind]]
    return [static_url + sheet(kind).name]


def script_address(name: str, *, static_url: str, as_they_lie: bool) -> str:
    """The address of one module."""
    return static_url + (f"js/{name}.js" if as_they_lie else script(name).name)


def import_map(*, static_url: str, as_they_lie: bool) -> str:
    """The inline import map: every module's name and address."""
    names = sorted({name for modules in MODULES.values() for name in modules})
    addresses = {
        f"holdfast/{name}": script_address(name, static_url=static_url, as_they_lie=as_they_lie)
        for name in names
    }
    return json.dumps({"imports": addresses}, separators=(",", ":"))


def inline_script_hashes(*, static_url: str, as_they_lie: bool) -> list[str]:
    """The sources that `script-src` must allow for the theme line and the import map (CSP level 3)."""
    inline = (THEME_LINE, import_map(static_url=static_url, as_they_lie=as_they_lie))
    return [
        f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in inline
    ]


@cache
def sheet(kind: str) -> Asset:
    """The stylesheet of one kind of page."""
    return _hashed(
        kind, "css", "\n".join((SOURCE / name).read_text("utf-8") for name in SHEETS[kind]).encode()
    )


@cache
def script(name: str) -> Asset:
    """One module."""
    return _hashed(name, "js", (SOURCE / "js" / f"{name}.js").read_bytes())


@cache
def htmx() -> Asset:
    """htmx, from the wheel of django-htmx, so that its version is locked with all others."""
    found = importlib.util.find_spec("django_htmx")
    if found is None or found.origin is None:
        raise FileNotFoundError("django-htmx is not installed")
    return _hashed(
        "htmx", "js", (Path(found.origin).parent / "static/django_htmx/htmx-2.min.js").read_bytes()
    )


@cache
def all_symbols() -> Asset:
    """Every icon, fetched only when a part that came later uses one that its page lacks."""
    return _hashed("icons", "svg", (SOURCE / "icons.svg").read_bytes())


def everything() -> list[Asset]:
    """All that is served, each once."""
    names = sorted({*MODULES, *(name for modules in MODULES.values() for name in modules)})
    return [*(sheet(kind) for kind in SHEETS), *(script(name) for name in names), htmx(), all_symbols()]


def publish(folder: Path) -> None:
    """Write everything below `folder`, with its compressed forms; what stands there already is left.

    A name holds the hash of its content, so what stands there is right. Several processes may publish at
    once: each file appears whole or not at all.
    """
    (folder / FOLDER).mkdir(parents=True, exist_ok=True)
    for asset in everything():
        target = folder / asset.name
        if not target.exists():
            _write(target.with_name(target.name + ".br"), brotli.compress(asset.content))
            _write(target.with_name(target.name + ".gz"), gzip.compress(asset.content, 9, mtime=0))
            _write(target, asset.content)  # last: it stands for all three


def _write(target: Path, content: bytes) -> None:
    part = target.with_name(f".{target.name}.{os.getpid()}")
    part.write_bytes(content)
    part.replace(target)


def _hashed(name: str, ending: str, content: bytes) -> Asset:
    return Asset(f"{FOLDER}/{name}.{hashlib.sha256(content).hexdigest()[:12]}.{ending}", content)
