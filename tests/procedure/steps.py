"""Bring a ticket to a stage, as people do."""

from __future__ import annotations

from datetime import timedelta

from holdfast.kernel import clock
from holdfast.procedure.actions.fixing import Watch, record_fix
from holdfast.procedure.actions.hand_over import hand_over
from holdfast.procedure.actions.verdict import give_verdict
from holdfast.procedure.models import Approval, Fix
from holdfast.project.demo.world import World
from holdfast.tickets.actions.priority import confirm_priority
from holdfast.tickets.models import Ticket
from tests.world import ticket_by_mail


def fresh(ticket: Ticket) -> Ticket:
    """The ticket as it stands now."""
    return Ticket.objects.select_related("organisation", "requester", "assignee").get(pk=ticket.pk)


def prioritised(world: World, *, priority: int = 2, person: str = "orla") -> Ticket:
    ticket = ticket_by_mail(world, person)
    confirm_priority(ticket, priority=priority, by=world.tobin)
    return fresh(ticket)


def in_engineering(world: World, *, priority: int = 2, person: str = "orla") -> Ticket:
    ticket = prioritised(world, priority=priority, person=person)
    hand_over(ticket, to=world.kaveh, words="The router drops the skill.", by=world.tobin)
    return fresh(ticket)


def watch(world: World, *, days: int = 7) -> Watch:
    return Watch(
        what="The share of misrouted chats", person=world.kaveh, until=clock.now() + timedelta(days=days)
    )


def fix(world: World, ticket: Ticket, *, by: str = "kaveh") -> Fix:
    return record_fix(
        ticket,
        cause="The welcome bot dropped the skill.",
        solution="The bot passes the skill on.",
        prevention="A test transfers a chat through the bot.",
        tell_client="The cause is found, and the fix is in QA.",
        tell_colleagues="Router: see the new test.",
        watching=watch(world),
        by=world.persons[by],
    )


def in_qa(world: World, **where: object) -> Ticket:
    ticket = in_engineering(world, **where)  # type: ignore[arg-type]
    fix(world, ticket)
    return fresh(ticket)


def asked(world: World, **where: object) -> tuple[Ticket, Approval]:
    """A ticket whose client is asked for approval."""
    ticket = in_qa(world, **where)
    give_verdict(ticket, is_approved=True, by=world.mirela)
    return fresh(ticket), Approval.objects.get(ticket=ticket, ended_at=None)
