"""The outbox, once a relay is there: what was kept is set on its way."""

from __future__ import annotations

from django.db import transaction

from holdfast.carriers.choice import why_kept
from holdfast.kernel import clock, hints
from holdfast.kernel.actor import Actor
from holdfast.kernel.facts import record
from holdfast.kernel.refusal import Refused
from holdfast.notices.facts import KeptMailSent
from holdfast.notices.models import Delivery, DeliveryState
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person
from holdfast.vendor.models import the_vendor


@transaction.atomic
def send_what_was_kept(*, by: Person) -> int:
    """Set all letters of the outbox on their way; returns how many. Refused while no relay is there."""
    require_may(by, Act.CHANGE_PEOPLE)
    if why := why_kept(demo_sink=the_vendor().demo_sink):
        raise Refused(f"{why} All of it stays in the outbox.", code="no_relay")
    at = clock.now()
    letters = Delivery.objects.filter(state=DeliveryState.KEPT).update(
        state=DeliveryState.WAITING, due_at=at, attempts=0, trouble=""
    )
    if letters:
        actor: Actor = by.actor
        record(KeptMailSent(letters=letters), by=actor, at=at)
        hints.wake("notices")
    return letters
