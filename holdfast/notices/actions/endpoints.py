"""What endpoints answer over time: one that takes nothing for 75.6 hours, or says it never will, is disabled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_noop

from holdfast.carriers.outcome import Outcome, Result
from holdfast.carriers.webhook import SCHEDULE, mint_secret
from holdfast.carriers.wires import WEBHOOK
from holdfast.kernel import clock
from holdfast.kernel.actor import SYSTEM
from holdfast.kernel.facts import record
from holdfast.kernel.refusal import Refused
from holdfast.kernel.text import one_line
from holdfast.notices.actions.writing import write_notice
from holdfast.notices.facts import EndpointDisabled, EndpointEnabled, SecretChanged
from holdfast.notices.kinds import ENDPOINT_TEST
from holdfast.notices.letters import Reader
from holdfast.notices.models import Delivery, Endpoint, Notice
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person

OVERLAP: Final = timedelta(days=7)
"""So long what is sent is signed with the former secret too, until its owner has taken the new one."""
_FAILS_FOR: Final = sum(SCHEDULE, timedelta())


def note_answers(answered: Sequence[tuple[Delivery, Outcome]], *, at: datetime) -> None:
    """Note what each endpoint answered, in the transaction in which the rows are settled."""
    posts = [(row, outcome) for row, outcome in answered if row.channel == WEBHOOK]
    for row, outcome in sorted(posts, key=lambda each: each[0].address):
        endpoint = Endpoint.objects.select_for_update().filter(address=row.address).first()
        if endpoint is not None and endpoint.disabled_at is None:
            _note(endpoint, row, outcome, at)


@transaction.atomic
def change_secret(endpoint: Endpoint, *, by: Person) -> Endpoint:
    """Give it a new secret; the former one counts beside it for a week."""
    require_may(by, Act.CHANGE_CLIENTS)
    at = clock.now()
    endpoint = Endpoint.objects.select_for_update().get(pk=endpoint.pk)
    endpoint.former_secret, endpoint.former_until = endpoint.secret, at + OVERLAP
    endpoint.secret = mint_secret()
    endpoint.save(update_fields=["secret", "former_secret", "former_until"])
    record(SecretChanged(endpoint=endpoint.pk, address=endpoint.shown_address), by=by.actor, at=at)
    return endpoint


@transaction.atomic
def enable_endpoint(endpoint: Endpoint, *, by: Person) -> Endpoint:
    """Have it used again; what failed meanwhile has gone by other channels, and is not sent again."""
    require_may(by, Act.CHANGE_CLIENTS)
    endpoint = Endpoint.objects.select_for_update().get(pk=endpoint.pk)
    if endpoint.disabled_at is not None:
        endpoint.disabled_at, endpoint.disabled_because, endpoint.failing_since = None, "", None
        endpoint.save(update_fields=["disabled_at", "disabled_because", "failing_since"])
        record(
            EndpointEnabled(endpoint=endpoint.pk, address=endpoint.shown_address), by=by.actor, at=clock.now()
        )
    return endpoint


@transaction.atomic
def try_endpoint(endpoint: Endpoint, *, person: Person, by: Person) -> Notice:
    """Post a test there, to this contact of it, signed as everything is. Refused: `disabled`."""
    require_may(by, Act.CHANGE_CLIENTS)
    if endpoint.disabled_at is not None:
        raise Refused("It is disabled: enable it first.", code="disabled")
    at = clock.now()
    number = Notice.objects.filter(about=endpoint.about, kind=ENDPOINT_TEST).count() + 1
    place = [(WEBHOOK, endpoint.address)]
    return write_notice(
        event=f"{endpoint.about}-test-{number}",
        kind=ENDPOINT_TEST,
        about=endpoint.about,
        readers=[Reader(person, to_client=not person.is_vendor, is_listed=True, channels=place)],
        subject=gettext_noop("A test of your webhook"),
        at=at,
    )


def _note(endpoint: Endpoint, row: Delivery, outcome: Outcome, at: datetime) -> None:
    if outcome.result is Result.ACCEPTED:
        if endpoint.failing_since is not None:
            Endpoint.objects.filter(pk=endpoint.pk).update(failing_since=None)
        return
    since = endpoint.failing_since or at
    Endpoint.objects.filter(pk=endpoint.pk).update(failing_since=since)
    if outcome.ends_endpoint or row.attempts >= len(SCHEDULE) or at - since >= _FAILS_FOR:
        _disable(endpoint, row, one_line(outcome.reason), at)


def _disable(endpoint: Endpoint, row: Delivery, because: str, at: datetime) -> None:
    Endpoint.objects.filter(pk=endpoint.pk).update(disabled_at=at, disabled_because=because)
    shown = endpoint.shown_address
    record(EndpointDisabled(endpoint=endpoint.pk, address=shown, trouble=because), by=SYSTEM, at=at)
    if row.person is not None:
        write_notice(
            event=f"{endpoint.about}-disabled-{at:%Y%m%d%H%M%S}",
            kind="endpoint_disabled",
            about=endpoint.about,
            readers=[Reader(row.person, to_client=False, is_listed=True)],
            subject=gettext_noop("Your webhook takes nothing any more"),
            said={"host": shown, "because": because, "why": ""},
            at=at,
        )
