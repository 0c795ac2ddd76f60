"""The small named world that every test shares, and that the demo loads too."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from holdfast.kernel import clock
from holdfast.project.demo.world import World
from holdfast.tickets.actions.messages import Said
from holdfast.tickets.actions.opening import Opening, open_ticket
from holdfast.tickets.models import Channel, Ticket

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
"""Where the clock of the tests stands at first: a Tuesday, noon in London, seven in the morning in New York."""


class Clock:
    """The clock of the test installation: it stands, and moves when told."""

    def __init__(self) -> None:
        self.now = NOON
        clock.set_for_test(NOON)

    def set(self, at: datetime) -> datetime:
        self.now = at
        clock.set_for_test(at)
        return at

    def forward(self, **span: float) -> datetime:
        """Move on by hours=, minutes=, days=…"""
        return self.set(self.now + timedelta(**span))


def ticket_by_mail(
    world: World, person: str = "orla", subject: str = "Chats are misrouted", **more: object
) -> Ticket:
    """A ticket as a client's mail opens it."""
    requester = world.persons[person]
    contact = getattr(requester, "contact", None)
    said = Said(text="One in four goes to the wrong queue.", author=requester)
    opening = Opening(
        requester=requester,
        subject=subject,
        said=said,
        channel=Channel.MAIL,
        organisation=contact.organisation if contact else None,
        **more,  # type: ignore[arg-type]
    )
    return open_ticket(opening, by=requester.actor)
