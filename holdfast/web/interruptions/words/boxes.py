"""The boxes beside the button: whether a word also goes to the status page, and into the linked tickets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from holdfast.incidents.linked import answerable
from holdfast.incidents.models import BulletinKind, Interruption
from holdfast.incidents.public import public_interruptions
from holdfast.incidents.reach import EVERYWHERE, Reach

OFFERED: Final = "boxes"
"""A form that says so has the boxes, and means it where one is not ticked."""


@dataclass(frozen=True)
class Box:
    name: str
    label: str
    is_ticked: bool


def boxes_of(found: Interruption, kind: BulletinKind, posted: Mapping[str, str]) -> list[Box]:
    """Those that there is something behind; a retraction goes to all who were told."""
    if kind == BulletinKind.RETRACTION:
        return []
    reach, boxes = reach_in(posted), []
    if public_interruptions().filter(pk=found.pk).exists():
        boxes.append(Box("public", "Also on the status page", reach.public))
    if tickets := answerable(found).count():
        label = "and in the linked ticket" if tickets == 1 else f"and in {tickets} linked tickets"
        boxes.append(Box("tickets", label, reach.tickets))
    return boxes


def reach_in(posted: Mapping[str, str]) -> Reach:
    """What was chosen; everywhere where nothing was to choose."""
    if OFFERED not in posted:
        return EVERYWHERE
    return Reach(public="public" in posted, tickets="tickets" in posted)
