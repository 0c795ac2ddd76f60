"""The export as a command, and as a loop of the worker."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Final

from holdfast.kernel.finding import Finding
from holdfast.project import environment
from holdfast.project.status_export.bucket_address import is_bucket, read_bucket
from holdfast.project.status_export.export import Export
from holdfast.project.status_export.place import Place, Unwritten
from holdfast.project.trouble import Trouble

EVERY: Final = 30.0
_log = logging.getLogger(__name__)


def place_named(told: str) -> Place:
    """The folder or the bucket of that name, the latter with the access of this process's environment."""
    from holdfast.project.status_export.bucket import Access, Bucket
    from holdfast.project.status_export.folder import Folder

    if not is_bucket(told):
        return Folder(Path(told).resolve())
    try:
        address = read_bucket(told)
    except ValueError as wrong:
        raise Trouble(f"{told} is no place for the export: {wrong}") from None
    env = environment.read()
    return Bucket(
        address,
        Access(endpoint=env.s3_endpoint, region=env.s3_region, key_id=env.s3_key_id, secret=env.s3_secret),
    )


def export_once(words: list[str]) -> int:
    """`holdfast status export DIR`, or `s3://bucket/prefix`."""
    if len(words) != 1 or words[0].startswith("-"):
        raise Trouble("Say where to: holdfast status export DIR, or s3://BUCKET/PREFIX")
    import django

    django.setup()
    from holdfast.kernel import clock
    from holdfast.project.wsgi import application

    place = place_named(words[0])
    Export(place, application).run(now=clock.now())
    print(f"The status page lies in {place}.")
    return 0


def find_export() -> Finding:
    """Whether the place that the worker keeps the page in can be reached."""
    told = environment.read().status_export
    if not told:
        return Finding(True, "none (HOLDFAST_STATUS_EXPORT).")
    try:
        place_named(told).names()
    except Unwritten as trouble:
        return Finding(False, str(trouble))
    return Finding(True, f"{told} can be read.")


_running: dict[str, Export] = {}


def run_once() -> float:
    """Keep the place of `HOLDFAST_STATUS_EXPORT` as the page is; nothing where none is named."""
    from holdfast.kernel import clock

    env = environment.read()
    told = env.status_export
    if told and not env.nothing_leaves:
        if told not in _running:
            from holdfast.project.wsgi import application

            _running[told] = Export(place_named(told), application)
        try:
            _running[told].run(now=clock.now(), is_whole=False)
        except Unwritten as trouble:
            # a log leaves out the words of an error, for they may hold what a client wrote; these hold none of it
            _log.error("%s", str(trouble))
            raise
    return EVERY
