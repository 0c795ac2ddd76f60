"""The root of a ticket's thread, by which mail programs hang its mails together, never changes."""

from __future__ import annotations

import pytest

from holdfast.notices.models import Notice
from holdfast.project.demo.world import World
from holdfast.tickets.actions.messages import Said, receive_message, send_message
from holdfast.tickets.actions.opening import Opening, open_ticket
from holdfast.tickets.models import Channel
from tests.world import Clock

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("opened_by", [Channel.FORM, Channel.MAIL])
def test_the_root_stays_when_a_mail_of_the_client_comes_later(
    world: World, the_clock: Clock, opened_by: str
) -> None:
    mail_id = "<opening@ospreylane.example>" if opened_by == Channel.MAIL else ""
    said = Said(text="One in four goes astray.", author=world.orla, mail_id=mail_id)
    opening = Opening(
        requester=world.orla, subject="Astray", said=said, channel=opened_by, organisation=world.osprey
    )
    ticket = open_ticket(opening, by=world.orla.actor)
    later = Said(text="Still so.", author=world.orla, mail_id="<later@ospreylane.example>")
    receive_message(ticket, later, channel=Channel.MAIL, reached_at=the_clock.now, by=world.orla.actor)
    send_message(ticket, Said(text="We look.", author=world.tobin), by=world.tobin)
    roots = set(Notice.objects.filter(about=f"ticket-{ticket.pk}").values_list("thread_root", flat=True))
    assert len(roots) == 1
    (root,) = roots
    assert root == mail_id or ticket.reference.lower() in root
