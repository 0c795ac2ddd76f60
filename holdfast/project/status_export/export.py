"""What the export writes, in which order, and when.

The pages are those that anybody gets, made in the same way (`public_pages`); links between them become relative, all
others absolute. Each file is replaced in one step, and what a page leads to lies there before the page does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final

from holdfast.project.bridge import Answer, Bridge, WSGIApplication
from holdfast.project.public_pages import PublicPages
from holdfast.project.status_export.links import with_relative_links
from holdfast.project.status_export.place import File, Place, Unwritten

WHOLE_AFTER: Final = timedelta(days=1)
"""How often even what did not change is written again."""
_TELLING: Final = frozenset({"history.atom", "api/v2/summary.json", "api/v2/components.json"})
"""If none of these changed, nothing that stands by itself did."""
_OURS: Final = re.compile(
    r"status/[a-z2-7]{26}/(?:index\.html|maintenance\.ics)|status/history/\d{4}-\d\d/index\.html|api/v2/components/[a-z2-7]{26}\.json"
)


class Export:
    """Writes the public pages to one place."""

    def __init__(self, place: Place, application: WSGIApplication) -> None:
        from django.conf import settings

        self.place, self.site_url = place, str(settings.SITE_URL)
        self.pages = PublicPages(Bridge(application, threads=1).make, is_tls=settings.IS_TLS)
        self.whole_at: datetime | None = None

    def run(self, *, now: datetime, is_whole: bool = True) -> None:
        """Write what changes by itself; and all the rest if that shows that something was told, or a day went by."""
        from holdfast.statuspage.reading import shown_together

        with shown_together():
            self._run(now=now, is_whole=is_whole)

    def _run(self, *, now: datetime, is_whole: bool) -> None:
        from holdfast.statuspage.paths import latest_paths, standing_paths

        latest, standing = latest_paths(), standing_paths(now=now)
        files = {path: file_of(path) for path in (*standing, *latest)}
        is_due = is_whole or self.whole_at is None or now - self.whole_at >= WHOLE_AFTER
        there = self.place.names() if is_due else None
        self.place.publish_assets()
        made = dict(self._made(latest, files))
        changed = {name: file for name, file in made.items() if not self.place.holds(name, file)}
        if is_due or changed.keys() & _TELLING:
            self.whole_at = None  # whatever fails on the way is done again
            self._put(self._made(standing, files))
            self._put(changed.items())
            self._remove(self.place.names() if there is None else there, but={*files.values()})
            self.whole_at = now
        else:
            self._put(changed.items())

    def _put(self, made: Iterable[tuple[str, File]]) -> None:
        for name, file in made:
            if not self.place.holds(name, file):
                self.place.put(name, file)

    def _remove(self, there: Iterable[str], *, but: set[str]) -> None:
        """What may be read no more is there no more; only what we would have written is ever removed."""
        for name in there:
            if name not in but and _OURS.fullmatch(name):
                self.place.remove(name)

    def _made(self, paths: Iterable[str], files: Mapping[str, str]) -> Iterator[tuple[str, File]]:
        """The files of these pages, in their order; the page itself lies at the root too."""
        for path in paths:
            file = self._file(path)
            for name in (files[path], *(["index.html"] if path == "/status/" else [])):
                if name.endswith(".html"):
                    page = with_relative_links(file.content.decode(), name, files, self.site_url)
                    yield name, File(page.encode(), file.media_type, file.cache_control)
                else:
                    yield name, file

    def _file(self, path: str) -> File:
        made = self.pages.make(path)
        if isinstance(made, Answer):
            raise Unwritten(f"{path} could not be made for the export (status {made.status}).")
        said = dict(made.plain.headers)
        return File(made.plain.body, said[b"content-type"].decode(), said[b"cache-control"].decode())


def file_of(path: str) -> str:
    """Where a page lies: `status/index.html`, `api/v2/summary.json`."""
    name = path.removeprefix("/")
    return f"{name}index.html" if name.endswith("/") else name
