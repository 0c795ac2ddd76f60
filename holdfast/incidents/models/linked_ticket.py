"""A ticket that is about an interruption: each word about that answers the ticket, too."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from holdfast.incidents.models.interruption import Interruption
from holdfast.tickets.models import Ticket


class LinkedTicket(models.Model):
    interruption = models.ForeignKey(Interruption, on_delete=models.PROTECT, related_name="linked_tickets")
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="interruptions")
    at = models.DateTimeField()
    by_label = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["interruption", "ticket"], name="linked_ticket_once")
        ]
