"""A word about an interruption is tried again where it came back or was put off."""

from __future__ import annotations

from django.db import transaction

from holdfast.incidents.models import Bulletin, Interruption
from holdfast.kernel import clock
from holdfast.notices.actions.retrying import try_again
from holdfast.notices.models import Notice
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person


@transaction.atomic
def retry_word(bulletin: Bulletin, *, by: Person) -> int:
    """Returns at how many addresses; one that has a later word already is left."""
    require_may(by, Act.TELL_OF_INTERRUPTION)
    interruption = Interruption.objects.locked(bulletin.interruption_id)
    notices = Notice.objects.filter(told__bulletin=bulletin)
    return try_again(notices, about=interruption.about, by=by.actor, at=clock.now())
