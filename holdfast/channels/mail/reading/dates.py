"""The `Date` field: RFC 5322 and what programs write instead of it."""

import calendar
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz

_COMMENT = re.compile(r"\([^()]*\)")
_DOTTED_TIME = re.compile(r"\b([0-9]{1,2})\.([0-9]{2})\.([0-9]{2})\b(?!\.)")
_ZONE_PREFIX = re.compile(r"\b(?:GMT|UTC)\s*([+-][0-9]{1,2}):?([0-9]{2})?")
_SPACED_TIME = re.compile(r"\b([0-9]{1,2})\s*:\s*([0-9]{2})(?:\s*:\s*([0-9]{2})(?:\.[0-9]{1,9})?)?\b")
_WEEKDAY = re.compile(r"^[^\W\d]{2,12}\.?,?\s*(?=[0-9])")
_MONTH = re.compile(r"(?<=[0-9])[ .-]+([^\W\d_]{3,9})\.?[ -]+(?=[0-9]{4})")
_MONTHS = (
    "jan gen ene янв січ", "feb fév fev фев лют", "mar mär mrz maa мар бер", "apr avr abr апр кві",
    "may mai maj mag мая май тра", "jun juin giu июн чер", "jul juil lug июл лип", "aug aoû ago авг сер",
    "sep set сен вер", "oct okt ott out окт жов", "nov ноя лис", "dec dez déc dic дек гру",
)  # fmt: skip
"""How the months begin in the languages in which some programs write them, against the standard."""
_SHORT_ZONE = re.compile(r"([+-][0-9]{2})$")
_NAMED_ZONE = re.compile(r"(?<=[0-9] )([A-Z]{3,4})(?= [0-9]{4}$|$)")
_ZONES = {
    "WET": 0, "WEST": 100, "BST": 100, "CET": 100, "CEST": 200, "MET": 100, "MEST": 200, "MEZ": 100, "MESZ": 200,
    "EET": 200, "EEST": 300, "SAST": 200, "MSK": 300, "MSD": 400, "HKT": 800, "SGT": 800, "AWST": 800, "JST": 900,
    "KST": 900, "ACST": 930, "AEST": 1000, "AEDT": 1100, "NZST": 1200, "NZDT": 1300, "AKST": -900, "AKDT": -800,
    "HST": -1000,
}  # fmt: skip
"""Zones that the standard does not name and that mean the same to everybody."""
_BEHIND_ZONE = re.compile(r"(:[0-9]{2} ?[+-][0-9]{4})(?=[^0-9:\s]).*$")
"""What got stuck to the zone, as where the break before the next field was lost."""
_COLON_ZONE = re.compile(r"([+-][0-9]{2}):([0-9]{2})\s*$")


def read_date(value: str) -> datetime | None:
    """The instant with the offset that was written, UTC when none was; None for what is no date."""
    text = " ".join(_COMMENT.sub(" ", _COMMENT.sub(" ", value[:300])).split()).strip(" \"';")
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
    text = _BEHIND_ZONE.sub(r"\1", _MONTH.sub(_in_english, text))
    text = _SPACED_TIME.sub(lambda match: ":".join(filter(None, match.groups())), _WEEKDAY.sub("", text))
    text = _SHORT_ZONE.sub(r"\g<1>00", _NAMED_ZONE.sub(_as_offset, text)).replace("Sept ", "Sep ")
    text = _COLON_ZONE.sub(r"\1\2", _DOTTED_TIME.sub(r"\1:\2:\3", text))
    parsed = parsedate_tz(text)
    if parsed is None:
        return None
    year, month, day, hour, minute, second = parsed[:6]
    year += 1900 if 99 < year < 1000 else 0
    offset = parsed[9]
    zone = UTC if not offset or abs(offset) >= 86_400 else timezone(timedelta(seconds=offset))
    return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=zone)


def _in_english(month: re.Match[str]) -> str:
    """The month as the standard abbreviates it; what is no month stays."""
    name = month[1].lower()
    for number, beginnings in enumerate(_MONTHS):
        if any(name.startswith(one) for one in beginnings.split()):
            return f" {calendar.month_abbr[number + 1]} "
    return month[0]


def _as_offset(zone: re.Match[str]) -> str:
    offset = _ZONES.get(zone[1])
    return zone[1] if offset is None else f"{offset:+05d}"


def _iso(text: str) -> datetime | None:
    found = datetime.fromisoformat(text.replace(" UTC", "Z").replace(" GMT", "Z"))
    return found.replace(microsecond=0, tzinfo=found.tzinfo or UTC)
