"""The statement of a month as a PDF: what its page says, with every interval, promise and exclusion behind it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from holdfast.clients.models import Organisation
from holdfast.reports.pages import pdf_of
from holdfast.reports.told import Figures, statement_values
from holdfast.vendor.models import the_vendor

_SAME = ("zone_name", "until", "target", "terms", "given")


def pdf_of_statement(organisation: Organisation, month: date, *, now: datetime) -> bytes:
    """As the client reads it, in the time zone of its agreement; 404 of a month without one."""
    said = statement_values(organisation, month, now=now, url_of=lambda other: "")
    zone = ZoneInfo(said["found"].zone)
    made = now.astimezone(zone)
    values = {name: said[name] for name in _SAME} | {
        "title": f"Statement of {said['month']}",
        "vendor": the_vendor().name or "Support",
        "made": f"Made {made:%Y-%m-%d %H:%M:%S}",
        "organisation": organisation.name,
        "figures": [_figures(each) for each in (*said["services"], said["whole"])],
        "counted": [_stretch(each) for each in said["counted"]],
        "left_out": [_stretch(each) for each in said["left_out"]],
        "unknown": [[each["component"], _from_to(each), each["length"]] for each in said["unknown"]],
        "kept": [[title, str(each.kept), str(each.broken)] for title, each in said["kept"]],
    }
    return pdf_of("statement", values, zone=zone)


def name_of_file(month: date) -> str:
    return f"statement-{month:%Y-%m}.pdf"


def _figures(each: Figures) -> list[str]:
    left = f"{each.over} over" if each.over else each.left
    return [each.name, each.weighted, each.unweighted, each.down, each.budget, left]


def _stretch(said: Mapping[str, Any]) -> list[str]:
    what = "\n".join(filter(None, (said["title"], said["why"])))
    return [what, f"{said['component']}\n{said['level']}", _from_to(said), said["length"]]


def _from_to(said: Mapping[str, Any]) -> str:
    return f"{said['from']}\n{said['to']}"
