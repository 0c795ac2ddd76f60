"""A word to the client that reaches nobody is told to people, and goes to the next contact at once."""

from __future__ import annotations

import pytest

from holdfast.carriers.outcome import Outcome, Result
from holdfast.carriers.sink import Sink
from holdfast.clients.models import Contact
from holdfast.kernel import clock
from holdfast.kernel.models import TrailEntry
from holdfast.notices.actions import sending
from holdfast.notices.actions.bounces import record_bounce
from holdfast.notices.actions.wires import Wires
from holdfast.notices.models import Delivery, DeliveryState, Lane, Notice
from holdfast.notices.rendering import render
from holdfast.people.models import Person, Role
from holdfast.procedure.actions.approval import ask_again
from holdfast.procedure.models import Judgement, JudgementKind
from holdfast.project.demo.world import World
from holdfast.promises.models import Promise, State
from holdfast.tickets.actions.messages import Said, send_message
from holdfast.tickets.actions.taking_part import add_collaborator
from holdfast.tickets.models import Ticket, Waiting
from holdfast.tickets.references import reply_token
from holdfast.vendor.models import the_vendor
from holdfast.web.office.trail.sentences import names_in, sentence
from tests.procedure.steps import asked, fresh, prioritised
from tests.promises.acceptance import accept
from tests.world import Clock, ticket_by_mail

pytestmark = pytest.mark.django_db


class Refusing(Sink):
    """A relay that refuses these addresses for good."""

    def __init__(self, addresses: set[str]) -> None:
        self._addresses = addresses

    def send(self, envelope_from: str, to: str, message: bytes) -> Outcome:
        if to in self._addresses:
            return Outcome(Result.PERMANENT, "550 mailbox unavailable")
        return super().send(envelope_from, to, message)


def send(ticket: Ticket, world: World, *, asks: bool = False) -> None:
    words = Said(text="Which queue is it?", author=world.tobin)
    send_message(fresh(ticket), words, asks=asks, by=world.tobin)


def come_back(kind: str, person: Person) -> Delivery:
    """The mail of this kind to this person comes back."""
    row = Delivery.objects.filter(notice__kind=kind, person=person).latest("pk")
    told = record_bounce(
        row.token, failed_address=row.address, reason="550 no such user", permanent=True, at=clock.now()
    )
    assert told is not None
    return told


def told() -> list[Notice]:
    return list(Notice.objects.filter(kind="client_not_reached").order_by("pk"))


def readers(notice: Notice) -> set[str]:
    return set(notice.deliveries.values_list("address", flat=True))


def substitutes() -> list[Delivery]:
    return list(Delivery.objects.filter(is_substitute=True).order_by("pk"))


def turnaround(ticket: Ticket) -> Promise:
    return Promise.objects.get(ticket=ticket, clause="turnaround")


def test_a_bounce_pages_the_account_manager_and_the_holder_with_ticket_address_and_reason(
    world: World, the_clock: Clock
) -> None:
    ticket = prioritised(world)
    Ticket.objects.filter(pk=ticket.pk).update(assignee=world.saoirse)
    send(ticket, world)
    accept("message")
    come_back("message", world.orla)
    come_back("message", world.orla)
    (notice,) = told()
    assert readers(notice) == {world.ines.email, world.saoirse.email}
    assert notice.lane == Lane.PAGING
    assert notice.about == f"ticket-{ticket.pk}"
    row = notice.deliveries.get(person=world.ines)
    words = render(notice, row, the_vendor())
    for said in (f"#{ticket.pk}", world.orla.email, "550 no such user", "Our message"):
        assert said in words.text
        assert said in words.html
    assert f"/desk/tickets/{ticket.pk}/" in words.text
    entry = TrailEntry.objects.get(fact="ClientNotReached")
    assert entry.about == f"ticket-{ticket.pk}"
    assert "nobody gets it in their place" in sentence(entry, names_in([entry]))


def test_acknowledgement_and_question_both_bounce_and_both_are_told_and_nothing_waits(
    world: World, the_clock: Clock
) -> None:
    ticket = prioritised(world)
    send(ticket, world, asks=True)
    accept("acknowledgement")
    accept("question")
    assert turnaround(ticket).state == State.PAUSED
    come_back("acknowledgement", world.orla)
    come_back("question", world.orla)
    assert [each.said["word"] for each in told()] == ["The acknowledgement", "Our question"]
    assert (fresh(ticket).waiting, turnaround(ticket).state) == (Waiting.NOTHING, State.RUNNING)
    assert Judgement.objects.get().kind == JudgementKind.UNREACHED


def test_another_reader_who_took_it_is_enough(world: World, the_clock: Clock) -> None:
    ticket = prioritised(world)
    add_collaborator(ticket, person=world.bram, is_approved=True, at=the_clock.now, by=world.tobin.actor)
    send(ticket, world, asks=True)
    accept("question")
    come_back("question", world.bram)
    assert told() == []
    assert fresh(ticket).waiting == Waiting.ANSWER
    come_back("question", world.orla)
    assert len(told()) == 1


def test_t20_the_next_contact_who_may_see_the_ticket_gets_it_at_once_marked_as_substitute(
    world: World, the_clock: Clock
) -> None:
    ticket = prioritised(world, person="bram")
    send(ticket, world, asks=True)
    accept("question")
    come_back("question", world.bram)
    (row,) = substitutes()
    assert (row.person, row.notice.kind, row.state) == (world.orla, "question", DeliveryState.WAITING)
    words = render(row.notice, row, the_vendor()).text
    assert "Which queue is it?" in words
    assert "in the place of somebody" in words
    assert row.reply_token == reply_token(ticket.pk, world.orla.pk)
    assert told()[0].said["substitute"] == str(world.orla)
    assert (fresh(ticket).waiting, turnaround(ticket).state) == (Waiting.ANSWER, State.RUNNING)
    assert not Judgement.objects.exists()
    accept("question")  # the substitute's channel takes it: the client was asked
    assert turnaround(ticket).state == State.PAUSED
    come_back("question", world.orla)
    assert [each.said["substitute"] for each in told()] == [str(world.orla), ""]
    assert (fresh(ticket).waiting, turnaround(ticket).state) == (Waiting.NOTHING, State.RUNNING)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "dara"),  # an administrator sees all; the approver sees it only when asked to approve
        ({"emory": {"is_administrator": True}}, "emory"),  # an approver who sees it comes first
        ({"dara": {"is_administrator": False}}, None),
    ],
)
def test_only_who_may_see_the_ticket_is_a_substitute_an_approver_before_an_administrator(
    world: World, changes: dict[str, dict[str, bool]], expected: str | None
) -> None:
    newcomer = Person.objects.create(email="nova@quillon.example", name="Nova Quist")
    Contact.objects.create(person=newcomer, organisation=world.quillon)
    world.persons["nova"] = newcomer
    for key, values in changes.items():
        Contact.objects.filter(person=world.persons[key]).update(**values)
    ticket = prioritised(world, person="nova")
    send(ticket, world)
    accept("message")
    come_back("message", newcomer)
    assert [row.person for row in substitutes()] == ([world.persons[expected]] if expected else [])


def test_a_contact_whose_address_is_not_proven_or_came_back_is_no_substitute(world: World) -> None:
    Person.objects.filter(pk=world.orla.pk).update(confirmed_at=None)
    ticket = prioritised(world, person="bram")
    send(ticket, world)
    accept("message")
    come_back("message", world.bram)
    assert substitutes() == []


def test_a_refusal_for_good_is_told_for_each_ticket_however_many_fail_in_one_hour(
    world: World,
) -> None:
    for person in ("orla", "lutz"):
        send(prioritised(world, person=person), world)
    accept("acknowledgement")
    sending.run_once(wires=Wires([Refusing({world.orla.email, world.lutz.email})]))
    assert [each.about for each in told()] == [f"ticket-{each.pk}" for each in Ticket.objects.order_by("pk")]
    assert all("mailbox unavailable" in each.said["trouble"] for each in told())


def test_a_question_to_a_requester_who_is_gone_is_left_out_visibly_and_told(world: World) -> None:
    ticket = prioritised(world)
    Person.objects.filter(pk=world.orla.pk).update(is_active=False)
    send(ticket, world, asks=True)
    row = Delivery.objects.get(notice__kind="question")
    assert (row.state, row.trouble) == (DeliveryState.CANCELLED, "Left out: this person is not active.")
    (notice,) = told()
    assert "not active" in notice.said["trouble"]
    assert fresh(ticket).waiting == Waiting.NOTHING
    assert Judgement.objects.get().kind == JudgementKind.UNREACHED
    assert TrailEntry.objects.filter(fact="NoticeLeftOut").count() == 1


def test_what_invented_addresses_make_bounce_pages_nobody(world: World) -> None:
    stranger = Person.objects.create(email="nobody@invented.example")
    world.persons["stranger"] = stranger
    ticket_by_mail(world, "stranger")
    accept("acknowledgement")
    come_back("acknowledgement", stranger)
    assert told() == []
    assert Promise.objects.get(clause="acknowledge").state == State.RUNNING


def test_a_link_that_only_its_reader_may_use_goes_to_no_substitute(world: World) -> None:
    ticket, approval = asked(world, person="dara")  # emory approves for them
    accept("approval_asked")
    come_back("approval_asked", world.emory)
    assert substitutes() == []
    (notice,) = told()
    assert readers(notice) == {world.corin.email}  # the holder reads `client_unreached`
    assert Notice.objects.filter(kind="client_unreached", about=f"ticket-{ticket.pk}").count() == 1
    ask_again(approval, by=world.tobin)
    accept("approval_asked")
    come_back("approval_asked", world.emory)
    assert len(told()) == 2


def test_without_account_manager_managers_or_leads_the_administrators_are_told(world: World) -> None:
    world.osprey.account_manager = None
    world.osprey.save()
    ticket = prioritised(world)
    for person in Person.objects.staff().exclude(pk=world.piotr.pk):
        person.roles = [Role.AGENT] if person.pk == world.tobin.pk else [Role.QA]
        person.save(update_fields=["roles"])
    send(ticket, world)
    accept("message")
    come_back("message", world.orla)
    assert readers(told()[0]) == {world.piotr.email}
