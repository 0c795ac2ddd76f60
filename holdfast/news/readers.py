"""Who wants news: contacts of the lists in force who chose the kind, by mail, once each."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import F

from holdfast.catalogue.queries import in_use
from holdfast.clients.models import ListEntry
from holdfast.notices.channels import MAIL
from holdfast.notices.letters import Reader


@dataclass
class Audience:
    """Whom a mailing would reach now."""

    readers: list[Reader] = field(default_factory=list)
    clients: int = 0
    unconfirmed: int = 0
    """Contacts who want it and never showed that the address is theirs, or whose mail came back: left out."""


def audience_of(kind: str, product: int | None = None, *, at: datetime) -> Audience:
    """In one query, of the clients that use the product now, or of all; the channels for emergencies are not used."""
    rows = ListEntry.objects.filter(
        version__number=F("version__list__number"), wants__contains=[kind], person__is_active=True
    ).select_related("person", "version__list")
    if product is not None:
        using = in_use(at=at).filter(component__service__product=product).values("organisation")
        rows = rows.filter(version__list__organisation__in=using)
    found = Audience()
    seen: set[int] = set()
    clients: set[int] = set()
    for row in rows.order_by("version__list__organisation", "position"):
        person = row.person
        if person.pk in seen:
            continue
        seen.add(person.pk)
        if person.confirmed_at is None or person.bounced_at is not None:
            found.unconfirmed += 1
            continue
        clients.add(row.version.list.organisation_id)
        found.readers.append(Reader(person=person, to_client=True, channels=[(MAIL, person.email)]))
    found.clients = len(clients)
    return found
