"""What a visitor's browser is told of their talk: what was said, and what is promised to whoever left a message."""

from __future__ import annotations

from typing import Any

from holdfast.channels.chat.models import Visitor
from holdfast.channels.chat.sight import seen
from holdfast.promises.models import Promise, State


def told_to(visitor: Visitor, *, conversation: int = 0, after: int = 0) -> dict[str, Any]:
    """The talk from behind that number on; whoever left a message is told the promise that it has now."""
    said = seen(visitor, conversation=conversation, after=after)
    if not said["conversation"] or said["live"] or said["answered"]:
        return said
    owed = Promise.objects.filter(
        ticket__conversations=said["conversation"], clause="first_response", state=State.RUNNING
    )
    due_at = owed.order_by("-pk").values_list("due_at", flat=True).first()
    return {**said, "promised": due_at.isoformat()} if due_at else said
