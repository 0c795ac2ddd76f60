"""Somebody opens the chat for the first time."""

from __future__ import annotations

from django.db import transaction

from holdfast.channels.chat.models import Visitor
from holdfast.kernel import clock
from holdfast.kernel.text import one_line
from holdfast.people.models import Person


@transaction.atomic
def begin_visit(*, person: Person | None, language: str, name: str = "") -> Visitor:
    """A new visitor; of somebody who was recognised the one that they are on every device.

    A stranger may have a name already, by the word of a product.
    """
    at, language = clock.now(), one_line(language, limit=12) or "en"
    if person is None:
        return Visitor.objects.create(name=one_line(name, limit=200), language=language, began_at=at)
    visitor, _ = Visitor.objects.get_or_create(
        person=person,
        is_recognised=True,
        defaults={"name": str(person), "language": person.language, "began_at": at},
    )
    return visitor
