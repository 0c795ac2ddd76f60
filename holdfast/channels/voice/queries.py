"""Calls as the pages of the desk show them."""

from __future__ import annotations

from django.db.models import QuerySet

from holdfast.channels.voice.models import Call, CallState


def live_calls() -> QuerySet[Call]:
    """What rings, waits or is spoken on now, the oldest first."""
    return _with_names().filter(state__lt=CallState.ENDED).order_by("pk")


def past_calls(*, before: int | None = None) -> QuerySet[Call]:
    """What has ended, the newest first."""
    rows = _with_names().filter(state=CallState.ENDED).order_by("-pk")
    return rows.filter(pk__lt=before) if before else rows


def _with_names() -> QuerySet[Call]:
    return Call.objects.select_related(
        "ticket", "person__contact__organisation", "team", "product", "answered_by", "rung"
    )
