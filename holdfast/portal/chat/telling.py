"""What a visitor's browser is told of their talk: what was said, the links of its files, and to whoever left a
message what is promised, and that nobody is there."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from holdfast.channels.chat import presence
from holdfast.channels.chat.models import Visitor
from holdfast.channels.chat.sight import Place, seen_from_all
from holdfast.kernel import clock
from holdfast.portal.chat.away import back_at, to_call
from holdfast.portal.chat.files import with_links
from holdfast.promises.models import Promise, State
from holdfast.vendor.models import the_vendor


def told_to(visitor: Visitor, *, conversation: int = 0, after: int = 0) -> dict[str, Any]:
    """The talk from behind that number on; whoever left a message is told the promise that it has now."""
    return told_from_all([Place(visitor, conversation, after)], at=clock.now())[0]


def told_from_all(places: Sequence[Place], *, at: datetime) -> list[dict[str, Any]]:
    """The same for any number of places, in their order."""
    said = seen_from_all(places, at=at)
    for place, each in zip(places, said, strict=True):
        for word in each["messages"]:
            word["files"] = [with_links(file, place.visitor, at=at) for file in word["files"]]
    left = {
        each["conversation"] for each in said if each["conversation"] and each["waits"] and not each["live"]
    }
    if not left:
        return said
    more = _told_who_left(left, at=at)
    return [{**each, **more.get(each["conversation"], {})} for each in said]


def _told_who_left(talks: Collection[int], *, at: datetime) -> dict[int, dict[str, Any]]:
    """By talk: by when the first answer is promised; and while nobody is there, when its hours begin and whom to call."""
    owed = Promise.objects.filter(
        ticket__conversations__in=talks, clause="first_response", state=State.RUNNING
    )
    rows = list(owed.order_by("pk").values_list("ticket__conversations", "due_at", "calendar_version"))
    told: dict[int, dict[str, Any]] = {talk: {"promised": due.isoformat()} for talk, due, _ in rows}
    if presence.is_somebody_there(at=at):
        return told
    calendars = {talk: calendar for talk, _, calendar in rows}
    call = to_call(the_vendor(), at=at)
    for talk in talks:
        back = back_at(calendars[talk], at=at) if talk in calendars else ""
        told.setdefault(talk, {})["away"] = {"back": back, **call}
    return told
