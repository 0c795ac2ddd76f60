"""A change of an emergency distribution list that a client asked for; it is a ticket like any other."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, ClassVar

from django.db import models

from holdfast.clients.emergency.channels import Channel
from holdfast.clients.emergency.contacts import Listed
from holdfast.tickets.models import Ticket


class Change(models.TextChoices):
    """What is to happen with one contact."""

    ADD = "add", "Put on the list"
    CHANGE = "change", "Change"
    REMOVE = "remove", "Take off the list"


class Answer(models.TextChoices):
    """What became of what was asked for."""

    OPEN = "open", "Open"
    APPLIED = "applied", "Applied"
    DECLINED = "declined", "Declined"


class ListRequest(models.Model):
    """One contact to be put on, changed or taken off, as the client asked for it in the portal."""

    ticket = models.OneToOneField(Ticket, on_delete=models.PROTECT, related_name="list_request")
    change = models.CharField(max_length=6, choices=Change)
    address = models.CharField(max_length=254, blank=True)
    """Of the contact as they stand on the list; empty for somebody new."""
    before = models.JSONField(default=dict)
    """The contact as they stood when it was decided; until then the list says it."""
    wanted = models.JSONField(default=dict)
    """The contact as they are to stand; empty for one to be taken off."""
    answer = models.CharField(max_length=8, choices=Answer, default=Answer.OPEN)
    answered_at = models.DateTimeField(null=True)
    by_label = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(answer=Answer.OPEN) | models.Q(answered_at__isnull=False),
                name="list_request_answered",
            )
        ]


def as_json(contact: Listed) -> dict[str, Any]:
    """The contact as it is kept."""
    return asdict(contact)


def as_contact(said: dict[str, Any]) -> Listed | None:
    """The contact that was kept, if one was."""
    if not said:
        return None
    channels = tuple(Channel(**each) for each in said["channels"])
    return Listed(**{**said, "channels": channels, "wants": tuple(said["wants"])})
