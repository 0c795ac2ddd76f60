"""A broken word about an interruption climbs the ladder where a client has one: on its ticket that is linked (D3)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from holdfast.escalation.actions.climbing import AutomaticClimb, climb_automatically
from holdfast.incidents.models import LinkedTicket
from holdfast.policy.queries import document_of
from holdfast.promises.models import Promise
from holdfast.tickets.models import Ticket


def climb_for_clients(broken: Iterable[Promise], *, at: datetime) -> None:
    """One level on the oldest open ticket of each client that is linked to the interruption, as the clause says.

    Whoever began the transaction has locked the linked tickets with the others, in key order. A client without such a
    ticket has no ladder to climb: the managers, and whoever confirmed the interruption, are told all the same.
    """
    causes = {}
    for promise in broken:
        clause = document_of(promise.policy_version_id).clause(promise.clause)
        if promise.affected is not None and clause.climbs_for(promise.priority):
            causes[promise.affected.interruption_id, promise.organisation_id] = clause.title
    if not causes:
        return
    rows = LinkedTicket.objects.filter(
        interruption__in={interruption for interruption, _ in causes},
        ticket__organisation__in={client for _, client in causes},
        ticket__is_open=True,
        ticket__is_machine=False,
    )
    oldest: dict[tuple[int, int | None], int] = {}
    for interruption, client, ticket in rows.order_by("ticket_id").values_list(
        "interruption_id", "ticket__organisation_id", "ticket_id"
    ):
        if (interruption, client) in causes:
            oldest.setdefault((interruption, client), ticket)
    locked = {each.pk: each for each in Ticket.objects.all_locked(oldest.values())} if oldest else {}
    climb_automatically(
        [AutomaticClimb(ticket=locked[key], cause=causes[whose]) for whose, key in oldest.items()], at=at
    )
