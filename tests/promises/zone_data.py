"""Another edition of the time-zone data, as a new version of Holdfast brings one."""

from __future__ import annotations

import importlib
import sys
import zoneinfo
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from holdfast.calendars import hours, queries, zone_rules, zones


@contextmanager
def another_edition(folder: Path, *, version: str, zone: str, rule: str) -> Iterator[None]:
    """Everything as it is, but for the rule that this zone follows from now on (RFC 9636, 3.3); as after a start."""
    _copy(folder, zones.rules_in_use(zone), version=version, zone=zone, rule=rule)
    with pytest.MonkeyPatch.context() as patch:
        for name in [each for each in sys.modules if each.partition(".")[0] == "tzdata"]:
            patch.delitem(sys.modules, name)
        patch.syspath_prepend(folder)
        patch.setattr(zones, "tzdata", importlib.import_module("tzdata"))
        _forget()
        zone_rules.keep_rules_of_calendars()
        yield
        for name in [each for each in sys.modules if each.partition(".")[0] == "tzdata"]:
            del sys.modules[name]
    _forget()


def _copy(folder: Path, rules: bytes, *, version: str, zone: str, rule: str) -> None:
    """The package with links to all that stays."""
    area, place = zone.split("/")
    former = Path(str(zones.tzdata.__file__)).parent
    (folder / "tzdata" / "zoneinfo" / area).mkdir(parents=True)
    (folder / "tzdata" / "__init__.py").write_text(f'IANA_VERSION = "{version}"\n')
    for here in (Path("zones"), *_within(former, "zoneinfo"), *_within(former, "zoneinfo", area)):
        if here.name not in (area, place):
            (folder / "tzdata" / here).symlink_to(former / here)
    explicit, _, _ = rules.rstrip(b"\n").rpartition(b"\n")
    (folder / "tzdata" / "zoneinfo" / area / place).write_bytes(explicit + f"\n{rule}\n".encode())


def _within(former: Path, *parts: str) -> list[Path]:
    found = former.joinpath(*parts).iterdir()
    return [each.relative_to(former) for each in found if each.name != "__pycache__"]


def _forget() -> None:
    """A new process has worked out nothing yet."""
    zoneinfo.ZoneInfo.clear_cache()
    for kept in (zones.zone_choices, zones.zone_names, zones.zone_named, hours._openings):
        kept.cache_clear()
    for known in (queries.hours_of, queries.hours_as_of):
        known.cache_clear()
