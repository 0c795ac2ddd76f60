"""The status page as files, so that it outlives the help desk: for any web server, once or again and again.

The pages are those that anybody gets, made in the same way (`public_pages`); links between them become relative, all
others absolute. Each file is replaced in one step, so a reader never sees half of one.
"""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from holdfast.look import assets
from holdfast.project.bridge import Answer, Bridge, WSGIApplication
from holdfast.project.public_pages import PublicPages
from holdfast.project.trouble import Trouble

EVERY: Final = 30.0
WHOLE_AFTER: Final = timedelta(days=1)
"""How often even what did not change is written again."""
_TELLING: Final = frozenset({"/history.atom", "/api/v2/summary.json", "/api/v2/components.json"})
"""If none of these changed, nothing that stands by itself did."""
_OURS: Final = re.compile(
    r"status/[a-z2-7]{26}/(?:index\.html|maintenance\.ics)|status/history/\d{4}-\d\d/index\.html|api/v2/components/[a-z2-7]{26}\.json"
)
_LINK: Final = re.compile(r'(?<=[ \n])(href|src|content|action)="(/[^"]*)"')
_STATIC: Final = re.compile(r'"/static/')


class Export:
    """Writes the public pages below one folder."""

    def __init__(self, folder: Path, application: WSGIApplication) -> None:
        from django.conf import settings

        self.folder, self.site_url = folder, str(settings.SITE_URL)
        self.pages = PublicPages(Bridge(application, threads=1).make, is_tls=settings.IS_TLS)
        self.whole_at: datetime | None = None

    def run(self, *, now: datetime, is_whole: bool = True) -> None:
        """Write what changes by itself; and all the rest if that shows that something was told, or a day went by."""
        from holdfast.statuspage.paths import latest_paths, standing_paths

        assets.publish(self.folder / "static")
        latest, standing = latest_paths(), standing_paths(now=now)
        files = {path: file_of(path) for path in (*latest, *standing)}
        changed = self._write(latest, files)
        is_due = self.whole_at is None or now - self.whole_at >= WHOLE_AFTER
        if is_whole or is_due or changed & _TELLING:
            self._write(standing, files)
            self._remove_all_but(set(files.values()))
            self.whole_at = now

    def _write(self, paths: Iterable[str], files: Mapping[str, str]) -> set[str]:
        """Each at its place, where it is another; returns those."""
        changed = set()
        for path in paths:
            body = self._body(path)
            places = [files[path], *(["index.html"] if path == "/status/" else [])]
            for file in places:
                content = body
                if file.endswith(".html"):
                    content = with_relative_links(body.decode(), file, files, self.site_url).encode()
                if _replace(self.folder / file, content):
                    changed.add(path)
        return changed

    def _body(self, path: str) -> bytes:
        made = self.pages.make(path)
        if isinstance(made, Answer):
            raise Trouble(f"{path} could not be made for the export (status {made.status}).")
        return made.plain.body

    def _remove_all_but(self, files: set[str]) -> None:
        """What may be read no more is there no more; only what we would have written is ever removed."""
        for folder in ("status", "api/v2/components"):
            for found in (self.folder / folder).rglob("*"):
                name = found.relative_to(self.folder).as_posix()
                if name not in files and _OURS.fullmatch(name):
                    found.unlink()


def file_of(path: str) -> str:
    """Where a page lies: `status/index.html`, `api/v2/summary.json`."""
    name = path.removeprefix("/")
    return f"{name}index.html" if name.endswith("/") else name


def with_relative_links(page: str, file: str, files: Mapping[str, str], site_url: str) -> str:
    """The page as it lies in that file: what is exported is linked as a neighbour, anything else at the installation."""

    def link(found: re.Match[str]) -> str:
        name, path = found.groups()
        if path.startswith("/static/"):
            return found[0]
        target = files.get(path)
        return f'{name}="{_relative(target, file) if target else site_url + path}"'

    return _STATIC.sub(f'"{_relative("static", file)}/', _LINK.sub(link, page))


def _relative(target: str, file: str) -> str:
    """As import maps want it too, which take no name without a dot in front."""
    path = posixpath.relpath(target, posixpath.dirname(file) or ".")
    return path if path.startswith(".") else f"./{path}"


def _replace(target: Path, content: bytes) -> bool:
    """Whether the file is another now."""
    if target.exists() and target.read_bytes() == content:
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.{os.getpid()}")
    part.write_bytes(content)
    part.replace(target)
    return True


def export_once(words: list[str]) -> int:
    """`holdfast status export DIR`."""
    if len(words) != 1 or words[0].startswith("-"):
        raise Trouble("Say where to: holdfast status export DIR")
    import django

    django.setup()
    from holdfast.kernel import clock
    from holdfast.project.wsgi import application

    folder = Path(words[0]).resolve()
    Export(folder, application).run(now=clock.now())
    print(f"The status page lies in {folder}.")
    return 0


_running: dict[Path, Export] = {}


def run_once() -> float:
    """Keep the folder of `HOLDFAST_STATUS_EXPORT` as the page is; nothing where none is named."""
    from holdfast.kernel import clock
    from holdfast.project import environment

    named = environment.read().status_export
    if named:
        folder = Path(named).resolve()
        if folder not in _running:
            from holdfast.project.wsgi import application

            _running[folder] = Export(folder, application)
        _running[folder].run(now=clock.now(), is_whole=False)
    return EVERY
