"""What the panel says by itself, on which pages."""

from __future__ import annotations

from django.db import transaction

from holdfast.channels.chat.facts import GreetingChanged
from holdfast.channels.chat.models import Greeting
from holdfast.kernel import clock
from holdfast.kernel.facts import record
from holdfast.kernel.refusal import Refused
from holdfast.kernel.text import one_line
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person
from holdfast.tickets.rules import require_words


@transaction.atomic
def add_greeting(*, page: str, after_seconds: int, text: str, by: Person) -> Greeting:
    """Said once on a page that is looked at for so long, while somebody is there."""
    require_may(by, Act.WORK_TICKETS)
    words = one_line(require_words(text, of="The greeting", field="text"), limit=300)
    if not 5 <= after_seconds <= 600:
        raise Refused("Between 5 seconds and 10 minutes.", code="after", field="after_seconds")
    greeting = Greeting.objects.create(
        page=one_line(page, limit=200), after_seconds=after_seconds, text=words
    )
    _tell(greeting, text=words, by=by)
    return greeting


@transaction.atomic
def remove_greeting(greeting: Greeting, *, by: Person) -> None:
    """It is said no more."""
    require_may(by, Act.WORK_TICKETS)
    _tell(greeting, text="", by=by)
    greeting.delete()


def _tell(greeting: Greeting, *, text: str, by: Person) -> None:
    changed = GreetingChanged(
        greeting=greeting.pk, page=greeting.page, after_seconds=greeting.after_seconds, text=text
    )
    record(changed, by=by.actor, at=clock.now())
