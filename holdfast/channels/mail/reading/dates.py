"""The `Date` field: RFC 5322 and what programs write instead of it."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz

_COMMENT = re.compile(r"\([^()]*\)")
_DOTTED_TIME = re.compile(r"\b([0-9]{1,2})\.([0-9]{2})\.([0-9]{2})\b(?!\.)")
_ZONE_PREFIX = re.compile(r"\b(?:GMT|UTC)\s*([+-][0-9]{1,2}):?([0-9]{2})?")
_COLON_ZONE = re.compile(r"([+-][0-9]{2}):([0-9]{2})\s*$")


def read_date(value: str) -> datetime | None:
    """The instant with the offset that was written, UTC when none was; None for what is no date."""
    text = _COMMENT.sub(" ", value[:300]).strip().strip("\"'")
    if not text:
        return None
    found = _attempt(_rfc, text) or _attempt(_iso, text)
    return found if found is not None and 1 < found.year < 9999 else None


def _attempt(form: Callable[[str], datetime | None], text: str) -> datetime | None:
    try:
        return form(text)
    except Exception:  # the standard parser raises many kinds on what is no date
        return None


def _rfc(text: str) -> datetime | None:
    text = _ZONE_PREFIX.sub(lambda match: f"{match[1][0]}{match[1][1:].zfill(2)}{match[2] or '00'}", text)
    if re.match(r"\d{4}-\d{2}-\d{2}", text):
        return None
    text = _COLON_ZONE.sub(r"\1\2", _DOTTED_TIME.sub(r"\1:\2:\3", text))
    parsed = parsedate_tz(text)
    if parsed is None:
        return None
    year, month, day, hour, minute, second = parsed[:6]
    offset = parsed[9]
    zone = UTC if not offset or abs(offset) >= 86_400 else timezone(timedelta(seconds=offset))
    return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=zone)


def _iso(text: str) -> datetime | None:
    found = datetime.fromisoformat(text.replace(" UTC", "Z").replace(" GMT", "Z"))
    return found.replace(microsecond=0, tzinfo=found.tzinfo or UTC)
