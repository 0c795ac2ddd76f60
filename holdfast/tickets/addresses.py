"""Where people find a ticket: links in mail always use the configured address of the installation (T49)."""

from __future__ import annotations

from django.conf import settings

from holdfast.tickets.models import Ticket


def portal_url(ticket: Ticket) -> str:
    """The client's page of the ticket."""
    return f"{settings.SITE_URL}/tickets/{ticket.pk}/"


def escalation_url(ticket: Ticket) -> str:
    """Where a client climbs the ladder; linked in every mail about a ticket (D2)."""
    return f"{settings.SITE_URL}/tickets/{ticket.pk}/escalation/"


def desk_url(ticket: Ticket) -> str:
    """The page of the ticket at the desk."""
    return f"{settings.SITE_URL}/desk/tickets/{ticket.pk}/"
