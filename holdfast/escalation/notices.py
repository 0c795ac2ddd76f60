"""Who is told of a climb, in what words (`templates/notices/`)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext

from holdfast.clients.account_manager import Managers
from holdfast.escalation.links import level_link
from holdfast.escalation.models import Climb, Gap
from holdfast.escalation.wording import word_to_client
from holdfast.notices.actions.writing import write_notices
from holdfast.notices.languages import in_language
from holdfast.notices.letters import Letter, Reader
from holdfast.notices.models import Delivery, Lane, Notice
from holdfast.people.models import Person
from holdfast.tickets.addresses import desk_url
from holdfast.tickets.models import Ticket
from holdfast.tickets.notices import thread_roots, ticket_values
from holdfast.tickets.references import mail_subject

if TYPE_CHECKING:
    from holdfast.escalation.actions.account_manager import Concern
    from holdfast.escalation.actions.telling import Ascent


def tell_levels(steps: Sequence[tuple[Ascent, Climb]], managers: Sequence[Person], *, at: datetime) -> None:
    """Each level is told at once, with a link of its own; managers hear of gaps, and when the top is told
    again.
    """
    letters: list[Letter] = []
    for ascent, climb in steps:
        letters += _to_level(ascent.ticket, climb, managers, kind="level_told", event=f"climb-{climb.pk}")
        if ascent.way.unmanned:
            gaps = ", ".join(level.title for level in ascent.way.unmanned)
            said = {**_step_values(climb), "gaps": gaps, "stands_in": climb.person is None}
            letters.append(_letter(ascent.ticket, managers, "level_unmanned", f"unmanned-{climb.pk}", said))
        if ascent.way.is_repeated:
            said = _step_values(climb)
            letters.append(_letter(ascent.ticket, managers, "top_told_again", f"top-again-{climb.pk}", said))
    _write(letters, [ascent.ticket for ascent, _ in steps], at=at)


def remind_level(ticket: Ticket, climb: Climb, managers: Sequence[Person], *, at: datetime) -> None:
    event = f"climb-{climb.pk}-reminder-{climb.reminders}"
    _write(_to_level(ticket, climb, managers, kind="level_reminder", event=event), [ticket], at=at)


def tell_account_managers(
    concerns: Sequence[tuple[Concern, Sequence[Person]]], managers: Managers, *, at: datetime
) -> None:
    """One notice for each concern; whoever only stands in reads that nobody is named."""
    letters = []
    for concern, people in concerns:
        organisation = concern.ticket.organisation
        said = {
            "cause": concern.cause,
            "client": str(organisation or (concern.ticket.requester_id and concern.ticket.requester)),
            "stands_in": managers.named(organisation, at=at) is None,
            **concern.said,
        }
        letters.append(_letter(concern.ticket, people, "account_manager_told", concern.event, said))
    _write(letters, [concern.ticket for concern, _ in concerns], at=at)


def tell_handed(ticket: Ticket, to: Person, *, words: str, by: Person, event: str, at: datetime) -> None:
    said = {"by": str(by), "remark": words}
    _write([_letter(ticket, [to], "account_manager_handed", event, said)], [ticket], at=at)


def unreached_event(notice: Notice, substitute: Person | None) -> str:
    """Told once for each notice that reached nobody, and again when its substitute is not reached either."""
    return f"not-reached-{notice.pk}-{substitute.pk if substitute else 0}"


def tell_of_unreached(
    ticket: Ticket,
    lost: Delivery,
    people: Sequence[Person],
    *,
    trouble: str,
    substitute: Person | None,
    at: datetime,
) -> None:
    said = {
        "word": word_to_client(lost.notice.kind),
        "client": str(ticket.organisation or ticket.requester),
        "address": lost.shown_address,
        "trouble": trouble,
        "substitute": str(substitute or ""),
    }
    event = unreached_event(lost.notice, substitute)
    _write([_letter(ticket, people, "client_not_reached", event, said)], [ticket], at=at)


def tell_of_gaps(gaps: Iterable[Gap], managers: Sequence[Person], *, at: datetime) -> None:
    """Once for each gap: its beginning is part of the notice's name."""
    write_notices(
        [
            Letter(
                event=f"account-manager-missing-{gap.organisation_id}-{gap.began_at:%Y%m%d%H%M%S}",
                kind="account_manager_missing",
                about=f"organisation-{gap.organisation_id}",
                readers=_staff(managers),
                subject=_without_manager(gap.organisation.name),
                said={"client": gap.organisation.name},
            )
            for gap in gaps
        ],
        at=at,
    )


def _without_manager(client: str) -> str:
    return in_language(
        settings.LANGUAGE_CODE, lambda: gettext("%(client)s has no account manager") % {"client": client}
    )


def _to_level(
    ticket: Ticket, climb: Climb, managers: Sequence[Person], *, kind: str, event: str
) -> list[Letter]:
    """A letter for whoever answers for the level, each with a link of their own."""
    people = [climb.holder] if climb.holder is not None else managers
    return [
        _letter(
            ticket,
            [person],
            kind,
            f"{event}-{person.pk}",
            {**_step_values(climb), "level_link": level_link(climb.pk, person.pk)},
        )
        for person in people
    ]


def _step_values(climb: Climb) -> dict[str, Any]:
    return {
        "level": climb.level,
        "title": climb.title,
        "person": str(climb.person or ""),
        "by": climb.by_label,
        "by_client": climb.by_client,
        "is_automatic": climb.is_automatic,
        "remark": climb.words,
        "told_at": climb.at,
        "answer_until_at": climb.answer_until,
    }


def _write(letters: Sequence[Letter], tickets: Sequence[Ticket], *, at: datetime) -> None:
    """Letters about these tickets, each in the thread of its ticket."""
    roots = thread_roots(tickets) if letters else {}
    threads = {f"ticket-{number}": root for number, root in roots.items()}
    write_notices([replace(each, thread_root=threads[each.about]) for each in letters], at=at)


def _letter(ticket: Ticket, people: Iterable[Person], kind: str, event: str, said: dict[str, Any]) -> Letter:
    return Letter(
        event=event,
        kind=kind,
        about=f"ticket-{ticket.pk}",
        readers=_staff(people),
        subject=mail_subject(ticket),
        said={**ticket_values(ticket), "desk_url": desk_url(ticket), **said},
        lane=Lane.PAGING,
    )


def _staff(people: Iterable[Person]) -> list[Reader]:
    return [Reader(person=person, to_client=False) for person in people]
