"""What a visitor's browser is told of their talk: what was said, the links of its files, and what is promised
to whoever left a message."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from holdfast.channels.chat.models import Visitor
from holdfast.channels.chat.sight import Place, seen_from_all
from holdfast.kernel import clock
from holdfast.portal.chat.files import with_links
from holdfast.promises.models import Promise, State


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
        each["conversation"]
        for each in said
        if each["conversation"] and not (each["live"] or each["answered"])
    }
    if not left:
        return said
    owed = Promise.objects.filter(
        ticket__conversations__in=left, clause="first_response", state=State.RUNNING
    )
    due = dict(owed.order_by("pk").values_list("ticket__conversations", "due_at"))
    return [
        {**each, "promised": due[each["conversation"]].isoformat()} if each["conversation"] in due else each
        for each in said
    ]
