"""A drill: a test message to everybody on the list, so that its result is known before an emergency."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db import transaction

from holdfast.clients.emergency.reading import list_of, uses_mail
from holdfast.clients.list_rules import require_keeps_list
from holdfast.clients.models import Organisation
from holdfast.kernel import clock
from holdfast.kernel.facts import record
from holdfast.kernel.refusal import Refused
from holdfast.lists import notices
from holdfast.lists.facts import ListDrilled
from holdfast.notices.kinds import LIST_DRILL
from holdfast.notices.models import Notice
from holdfast.people.models import Person

AGAIN_AFTER: Final = timedelta(minutes=10)


@transaction.atomic
def drill(organisation: Organisation, *, by: Person) -> Notice:
    """Send the test message; refused: `forbidden`, `nobody_mailed`, `too_soon` after the one before."""
    at = clock.now()
    (organisation,) = Organisation.objects.locked(organisation.pk)
    require_keeps_list(by, organisation, at=at)
    people = [entry.person for entry in list_of(organisation.pk).entries if uses_mail(entry)]
    if not people:
        raise Refused("Nobody on the list is reached by mail.", code="nobody_mailed")
    before = Notice.objects.filter(about=notices.about(organisation.pk), kind=LIST_DRILL)
    last = before.order_by("-id").first()
    if last is not None and at - last.created_at < AGAIN_AFTER:
        raise Refused(
            "The last test is less than ten minutes old. Let its results come in first.", code="too_soon"
        )
    sent = notices.send_drill(organisation, people, number=before.count() + 1, at=at)
    record(ListDrilled(client=organisation.pk, notice=sent.pk, contacts=len(people)), by=by.actor, at=at)
    return sent
