"""Somebody opens the chat for the first time."""

from __future__ import annotations

from django.db import transaction

from holdfast.catalogue.models import Product
from holdfast.channels.chat.identity import require_let_in
from holdfast.channels.chat.models import Visitor
from holdfast.channels.chat.sources import digest_of, require_source
from holdfast.kernel import clock
from holdfast.kernel.text import one_line
from holdfast.people.models import Person


@transaction.atomic
def begin_visit(
    *, person: Person | None, language: str, name: str = "", product: Product | None = None, source: str = ""
) -> Visitor:
    """A new visitor; of somebody who was recognised the one that they are on every device.

    A stranger may have a name already, by the word of a product. Refused: `blocked`, of whom a team keeps out, and of
    strangers from where one came who is kept out.
    """
    at, language = clock.now(), one_line(language, limit=12) or "en"
    if person is None:
        require_source(source, at=at)
        return Visitor.objects.create(
            name=one_line(name, limit=200),
            language=language,
            product=product,
            source=digest_of(source),
            began_at=at,
        )
    visitor, _ = Visitor.objects.get_or_create(
        person=person,
        is_recognised=True,
        defaults={"name": str(person), "language": person.language, "product": product, "began_at": at},
    )
    require_let_in(visitor)
    if visitor.product != product:
        visitor.product = product
        visitor.save(update_fields=["product"])
    return visitor
