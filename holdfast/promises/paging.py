"""What is overdue and must page somebody: a promise of Priority 1, a suspicion, any word about what is out or planned."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.conf import settings

from holdfast.duty.actions.ending import end_pages, is_paged, paged_among
from holdfast.duty.actions.opening import Call, page_somebody
from holdfast.duty.models import Cause
from holdfast.incidents.models import Suspicion
from holdfast.incidents.paging import page_for_unweighed
from holdfast.policy.queries import document_of
from holdfast.promises.chains import CHAINS
from holdfast.promises.clauses import WEIGHED
from holdfast.promises.lasting import is_waited_for
from holdfast.promises.matters import Matter, path_of
from holdfast.promises.models import Promise, State
from holdfast.promises.models import about as promises_about
from holdfast.promises.rounds import Round
from holdfast.tickets.addresses import desk_url
from holdfast.tickets.models import Ticket


def page_for_breaches(pairs: Sequence[tuple[Promise, Ticket]], *, at: datetime) -> None:
    """A broken promise of Priority 1, or that a suspicion is weighed, pages whoever is on duty for the ticket's team."""
    unweighed = {ticket.pk for promise, ticket in pairs if promise.clause == WEIGHED}
    if unweighed:
        waiting = Suspicion.objects.filter(ticket__in=unweighed, weighed_at=None)
        page_for_unweighed(waiting.select_related("interruption", "ticket").order_by("pk"), at=at)
    calls = [
        Call(
            event=f"overdue-{promise.pk}-{promise.generation}",
            cause=Cause.OVERDUE,
            about=f"ticket-{ticket.pk}",
            words=f"Overdue: {_title(promise)} of #{ticket.pk}, Priority 1: {ticket.subject}",
            url=desk_url(ticket),
            severity=1,
            team=ticket.team_id,
        )
        for promise, ticket in pairs
        if ticket.priority == 1 and promise.clause != WEIGHED
    ]
    page_somebody(calls, at=at)


def page_for_missed_words(rounds: Sequence[Round], *, at: datetime) -> None:
    """A report, an update or another word that was not sent in time; one page for all clients who wait for it."""
    page_somebody([_missed_word(each) for each in rounds], at=at)


def end_pages_for_tickets(tickets: Iterable[Ticket], *, at: datetime) -> None:
    """About locked tickets: once nothing that was missed is waited for, nobody is called for it any more.

    A turnaround is waited for until the client has approved; a word of a chain as long as the ticket is open.
    """
    by_about = {f"ticket-{ticket.pk}": ticket for ticket in tickets}
    for about in paged_among(by_about, Cause.OVERDUE):
        ticket = by_about[about]
        missed = promises_about(ticket.pk).filter(state=State.BROKEN).exclude(clause=WEIGHED)
        if not (missed if ticket.is_open else missed.exclude(clause__in=CHAINS)).exists():
            end_pages(about, Cause.OVERDUE, at=at)


def end_pages_for_words(matter: Matter, *, at: datetime) -> None:
    """About a matter that is locked: once no word that was missed is waited for, nobody is called for one any more."""
    if is_paged(matter.about, Cause.OVERDUE) and not is_waited_for(matter, at=at):
        end_pages(matter.about, Cause.OVERDUE, at=at)


def _missed_word(missed: Round) -> Call:
    clients = "1 client waits" if missed.clients == 1 else f"{missed.clients} clients wait"
    return Call(
        event=f"overdue-{missed.name}",
        cause=Cause.OVERDUE,
        about=missed.matter.about,
        words=f"Overdue: {_title(missed.promise)}, {clients}: {missed.matter.title}",
        url=f"{settings.SITE_URL}{path_of(missed.matter)}",
    )


def _title(promise: Promise) -> str:
    return document_of(promise.policy_version_id).clause(promise.clause).title
