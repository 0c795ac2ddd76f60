"""Who is told of the lists, in what words (`templates/notices/`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext

from holdfast.clients.account_manager import managers_for
from holdfast.clients.facts import ListReviewDue
from holdfast.clients.models import Organisation
from holdfast.lists.links import proof_link
from holdfast.notices.actions.writing import write_notice, write_notices
from holdfast.notices.kinds import LIST_DRILL, LIST_PROOF
from holdfast.notices.languages import in_language
from holdfast.notices.letters import Letter, Reader
from holdfast.notices.models import Lane, Notice
from holdfast.people.models import Person

CHANGED: Final = "list_changed"
REVIEW_DUE: Final = "list_review_due"


def about(client: int) -> str:
    """What these notices are about, as facts name it; the client's page hears of their outcomes."""
    return f"client-{client}"


def desk_url(client: int) -> str:
    """The list on the client's page at the desk."""
    return f"{settings.SITE_URL}/desk/clients/{client}/#emergency-list"


def ask_for_proofs(
    organisation: Organisation, people: Iterable[Person], *, event: Callable[[Person], str], at: datetime
) -> None:
    """Each gets a mail with a link of their own."""
    letters = [
        Letter(
            event=event(person),
            kind=LIST_PROOF,
            about=about(organisation.pk),
            readers=_clients([person]),
            subject=_in_ours(lambda: gettext("Please confirm this address for emergencies")),
            said={**_values(organisation, at=at), "proof_link": proof_link(person)},
        )
        for person in people
    ]
    write_notices(letters, at=at)


def tell_of_change(
    organisation: Organisation,
    people: Sequence[Person],
    changes: Sequence[dict[str, str]],
    *,
    number: int,
    at: datetime,
) -> None:
    """One mail each that names everybody by whom the list differs; the same version again adds only new readers."""
    if people:
        write_notice(
            event=f"list-changed-{organisation.pk}-{number}",
            kind=CHANGED,
            about=about(organisation.pk),
            readers=_clients(people),
            subject=_in_ours(
                lambda: gettext("The emergency list of %(client)s changed") % {"client": organisation.name}
            ),
            said={**_values(organisation, at=at), "changes": list(changes)},
            at=at,
        )


def tell_of_reviews(due: Sequence[tuple[ListReviewDue, Organisation]], *, at: datetime) -> None:
    """Whoever looks after the client is told once for each quarter."""
    managers = managers_for([organisation for _, organisation in due])
    write_notices(
        [
            Letter(
                event=f"list-review-{organisation.pk}-{fact.quarter}",
                kind=REVIEW_DUE,
                about=about(organisation.pk),
                readers=[
                    Reader(person=person, to_client=False) for person in managers.of(organisation, at=at)
                ],
                subject=_review_subject(organisation),
                said={
                    "client": organisation.name,
                    "stands_in": managers.named(organisation, at=at) is None,
                    "desk_url": desk_url(organisation.pk),
                },
            )
            for fact, organisation in due
        ],
        at=at,
    )


def send_drill(organisation: Organisation, people: Sequence[Person], *, number: int, at: datetime) -> Notice:
    """The test message, to each as an emergency would reach them."""
    return write_notice(
        event=f"list-drill-{organisation.pk}-{number}",
        kind=LIST_DRILL,
        about=about(organisation.pk),
        readers=_clients(people),
        subject=_in_ours(
            lambda: gettext("Test of the emergency list of %(client)s") % {"client": organisation.name}
        ),
        said={**_values(organisation, at=at), "sent_at": at},
        lane=Lane.UPDATE,
        at=at,
    )


def _review_subject(organisation: Organisation) -> str:
    return _in_ours(
        lambda: gettext("Review the emergency list of %(client)s") % {"client": organisation.name}
    )


def _values(organisation: Organisation, *, at: datetime) -> dict[str, Any]:
    manager = managers_for([organisation]).named(organisation, at=at)
    return {"client": organisation.name, "account_manager": str(manager or "")}


def _clients(people: Iterable[Person]) -> list[Reader]:
    return [Reader(person=person, to_client=True) for person in people]


def _in_ours(say: Callable[[], str]) -> str:
    return in_language(settings.LANGUAGE_CODE, say)
