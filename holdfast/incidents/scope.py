"""Whom an interruption reaches: the clients that use what is hit, each with whether anything of theirs is unavailable."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.aggregates import BoolOr

from holdfast.catalogue.queries import in_use, reached_by
from holdfast.clients.models import Organisation, Wanted
from holdfast.clients.terms import terms_for_all
from holdfast.incidents.models import Affected, BulletinKind, Impact, Interruption, Work
from holdfast.incidents.readers import how_many_of
from holdfast.incidents.recipients import back_without, recipients_of
from holdfast.incidents.rules import UNAVAILABLE


def clients_hit(impacts: Iterable[Impact | Work], *, at: datetime) -> dict[int, bool]:
    """The clients by key, and whether a component of theirs is unavailable; one query for any number of clients."""
    hits = [(each.component_id, each.place, each.level) for each in impacts]
    down = reached_by((component, place) for component, place, level in hits if level in UNAVAILABLE)
    uses = in_use(at=at).filter(reached_by((component, place) for component, place, _ in hits))
    by_client = uses.order_by().values_list("organisation").annotate(is_down=BoolOr(down))
    return {client: bool(is_down) for client, is_down in by_client}


def degraded_counts(clients: Collection[int], *, at: datetime) -> dict[int, bool]:
    """Whether degraded counts as down for these clients, by the version of its own policy that each one's is in force."""
    if not clients:
        return {}
    terms = terms_for_all(Organisation.objects.filter(pk__in=clients), at=at)
    return {client: terms[client].document.degraded_is_down for client in clients}


@dataclass(frozen=True)
class Scope:
    """Whom a word would reach now: clients, their contacts, and clients of whom nobody can be told."""

    clients: int
    contacts: int
    unreachable: int

    def __str__(self) -> str:
        """`43 clients, 118 contacts, 2 unreachable`."""
        clients = "1 client" if self.clients == 1 else f"{self.clients} clients"
        contacts = "1 contact" if self.contacts == 1 else f"{self.contacts} contacts"
        lost = f", {self.unreachable} unreachable" if self.unreachable else ""
        return f"{clients}, {contacts}{lost}"


def scope_of(
    interruption: Interruption, kind: str = BulletinKind.UPDATE, to: Sequence[Affected] | None = None
) -> Scope:
    """Of a word of that kind, or to these; shown before sending (communication.md, 'Scope')."""
    affected = recipients_of(interruption, kind) if to is None else to
    return scope_among([each.organisation_id for each in affected], Wanted.INTERRUPTION)


def would_be_back(interruption: Interruption, back: Collection[int], *, at: datetime) -> list[Affected]:
    """The clients of whom nothing else is hit than these impacts, by their keys."""
    still = clients_hit(interruption.impacts.filter(ended_at=None).exclude(pk__in=list(back)), at=at)
    return list(back_without(interruption, still))


def scope_among(clients: Sequence[int], wanted: Wanted) -> Scope:
    """The same of these clients, by their keys, for words of that kind."""
    contacts = how_many_of(clients, wanted)
    return Scope(len(clients), sum(contacts.values()), len(clients) - len(contacts))
