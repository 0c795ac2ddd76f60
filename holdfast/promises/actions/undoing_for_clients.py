"""A word to a client, or about it, came back: what its acceptance kept is kept by another, or owed again."""

from __future__ import annotations

from datetime import datetime

from holdfast.kernel.actor import POLICY
from holdfast.kernel.facts import record_many
from holdfast.notices.acceptance import first_accepted
from holdfast.notices.facts import NoticeBounced
from holdfast.notices.models import Delivery
from holdfast.promises.actions.to_clients import keep_for_clients
from holdfast.promises.facts import PromiseOwedAgain
from holdfast.promises.matters import Matter, about_clients, column, naming
from holdfast.promises.models import Promise
from holdfast.promises.models import State as Outcome
from holdfast.promises.reckoning import reckon


def undo_acceptance(fact: NoticeBounced, *, matter: Matter, at: datetime) -> None:
    """An acceptance came back: what it kept is kept by the first one that stands, else it is owed again (promises.md,
    'Accepted').
    """
    again = _owe_again(matter, evidence=f"delivery-{fact.delivery}", at=at)
    others = Delivery.objects.filter(notice=fact.notice, to_client=fact.to_client).exclude(pk=fact.delivery)
    other = first_accepted(others) if again else None
    if other is not None and other.accepted_at is not None:
        keep_for_clients(
            again, matter=matter, as_of=other.accepted_at, evidence=f"delivery-{other.pk}", at=at
        )


def _owe_again(matter: Matter, *, evidence: str, at: datetime) -> list[Promise]:
    """What this had kept is running or broken again."""
    rows = Promise.objects.select_for_update(of=("self",)).filter(
        evidence=evidence,
        state__in=(Outcome.KEPT, Outcome.KEPT_LATE),
        **about_clients(matter),
    )
    facts = []
    again = list(rows.select_related(f"{column(matter)}__organisation").order_by("pk"))
    for promise in again:
        promise.state = Outcome.BROKEN if promise.broken_at else Outcome.RUNNING
        promise.ended_at, promise.evidence, promise.met_target = None, "", None
        promise.generation += 1
        reckon(promise)
        promise.save()
        facts.append(
            PromiseOwedAgain(**naming(matter), promise=promise.pk, clause=promise.clause, state=promise.state)
        )
    record_many(facts, by=POLICY, at=at)
    return again
