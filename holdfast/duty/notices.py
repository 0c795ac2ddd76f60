"""Who is told of pages, gaps and changed duty, in what words (`templates/notices/`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext

from holdfast.duty.links import page_link
from holdfast.duty.models import Cause, Change, Gap, Page, Rota
from holdfast.duty.ways import Places, ways_of
from holdfast.notices.actions.writing import write_notice, write_notices
from holdfast.notices.kinds import DUTY_PAGE
from holdfast.notices.languages import in_language
from holdfast.notices.letters import Letter, Reader
from holdfast.notices.models import Lane
from holdfast.people.models import Person, Role
from holdfast.people.standing_in import who_stands_in

PAGE = DUTY_PAGE
"""The kind of what one step of a page sends; a call of it takes a key as the acknowledgement."""


def page_event(page: int, step: int) -> str:
    """The name of the notice of one step."""
    return f"page-{page}-step-{step}"


def write_step(page: Page, number: int, person: Person, places: Places, *, level: int, at: datetime) -> None:
    """Tell one person by these channels; their link acknowledges."""
    write_notices([_step_letter(page, page_event(page.pk, number), person, places, level=level)], at=at)


def write_to_managers(
    page: Page, number: int, managers: Sequence[Person], *, nobody: bool, at: datetime
) -> None:
    """The last step: each manager by their own channels, one after the other where one fails."""
    ways = ways_of(managers)
    letters = [
        _step_letter(
            page,
            f"{page_event(page.pk, number)}-{person.pk}",
            person,
            ways[person.pk],
            level=0,
            nobody=nobody,
        )
        for person in managers
    ]
    write_notices(letters, at=at)


def tell_of_change(change: Change, *, by: Person, is_ended: bool = False, at: datetime) -> None:
    """Whoever has duty now, or has it no more, and did not do it themselves, is told."""
    concerned = [each for each in (change.person, change.instead_of) if each is not None and each.pk != by.pk]
    if not concerned:
        return
    said = {
        "rota": str(change.rota),
        "change": change.kind,
        "is_ended": is_ended,
        "person": str(change.person or ""),
        "instead_of": str(change.instead_of or ""),
        "begins_at": change.begins_at,
        "ends_at": change.ends_at,
        "by": str(by),
        "desk_url": duty_url(),
    }
    write_notice(
        event=f"duty-change-{change.pk}-{'ended' if is_ended else 'made'}-{at:%Y%m%d%H%M%S}",
        kind="duty_changed",
        about=f"rota-{change.rota_id}",
        readers=_staff(concerned),
        subject=_in_default(lambda: gettext("Your duty changes: %(rota)s") % {"rota": str(change.rota)}),
        said=said,
        at=at,
    )


def tell_of_import(rota: Rota, changes: Sequence[Change], *, by: Person, at: datetime) -> None:
    """Each person reads once of all that a calendar file brought them."""
    theirs: dict[int, list[Change]] = {}
    people: dict[int, Person] = {}
    for change in changes:
        person = change.person or change.instead_of
        if person is not None and person.pk != by.pk:
            people[person.pk] = person
            theirs.setdefault(person.pk, []).append(change)
    write_notices(
        [
            Letter(
                event=f"duty-import-{found[0].pk}-{at:%Y%m%d%H%M%S}-{key}",
                kind="duty_imported",
                about=f"rota-{rota.pk}",
                readers=_staff([people[key]]),
                subject=_in_default(lambda: gettext("Your duty changes: %(rota)s") % {"rota": str(rota)}),
                said={
                    "rota": str(rota),
                    "by": str(by),
                    "spans": [
                        {
                            "begins_at": each.begins_at,
                            "ends_at": each.ends_at,
                            "is_absence": each.person is None,
                        }
                        for each in found[:20]
                    ],
                    "more": max(0, len(found) - 20),
                    "desk_url": duty_url(),
                },
            )
            for key, found in theirs.items()
        ],
        at=at,
    )


def tell_of_gaps(rota: Rota, gaps: Sequence[Gap], *, at: datetime) -> None:
    """The managers read of all gaps that a look found, ahead (T80)."""
    write_notice(
        event=f"duty-gap-{gaps[0].pk}",
        kind="duty_gaps",
        about=f"rota-{rota.pk}",
        readers=_staff(who_stands_in(first=Role.MANAGER)),
        subject=_in_default(lambda: gettext("Nobody on duty ahead: %(rota)s") % {"rota": str(rota)}),
        said={
            "rota": str(rota),
            "gaps": [{"begins_at": gap.begins_at, "ends_at": gap.ends_at} for gap in gaps[:20]],
            "more": max(0, len(gaps) - 20),
            "desk_url": f"{duty_url()}rotas/{rota.pk}/",
        },
        at=at,
    )


def tell_nobody_on_duty(rota: Rota, gap: Gap, *, at: datetime) -> None:
    """From now on nobody is on duty: that pages the managers (ledger rule 5)."""
    managers = who_stands_in(first=Role.MANAGER)
    ways = ways_of(managers)
    write_notice(
        event=f"duty-nobody-{gap.pk}",
        kind="duty_nobody",
        about=f"rota-{rota.pk}",
        readers=[Reader(person=each, to_client=False, channels=ways[each.pk]) for each in managers],
        subject=_in_default(lambda: gettext("Nobody is on duty now: %(rota)s") % {"rota": str(rota)}),
        said={"rota": str(rota), "until_at": gap.ends_at, "desk_url": f"{duty_url()}rotas/{rota.pk}/"},
        lane=Lane.PAGING,
        at=at,
    )


def duty_url() -> str:
    return f"{settings.SITE_URL}/desk/duty/"


def _step_letter(
    page: Page, event: str, person: Person, places: Places, *, level: int, nobody: bool = False
) -> Letter:
    said: dict[str, Any] = {
        "remark": page.words,
        "is_test": page.cause == Cause.TEST,
        "team": str(page.team or ""),
        "level": level,
        "nobody": nobody,
        "opened_at": page.opened_at,
        "page_link": page_link(page.pk, person.pk),
        "desk_url": page.url or f"{duty_url()}pages/{page.pk}/",
    }
    return Letter(
        event=event,
        kind=PAGE,
        about=f"page-{page.pk}",
        readers=[Reader(person=person, to_client=False, channels=places)],
        subject=_in_default(lambda: gettext("Paged: %(words)s") % {"words": page.words}),
        said=said,
        lane=Lane.PAGING,
    )


def _in_default(words: Callable[[], str]) -> str:
    """The subject in the installation's language: it is one for all readers."""
    return in_language(settings.LANGUAGE_CODE, words)


def _staff(people: Iterable[Person]) -> list[Reader]:
    return [Reader(person=person, to_client=False) for person in people]
