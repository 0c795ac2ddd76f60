"""Promises about reviews of emergency lists: made for each client and quarter, kept when the list is confirmed (E8)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from holdfast.clients.models import Organisation
from holdfast.clients.terms import terms_for_all
from holdfast.kernel.actor import POLICY
from holdfast.kernel.facts import record_many
from holdfast.kernel.rows import insert
from holdfast.promises.actions.breaking import mark_broken
from holdfast.promises.actions.making import Word, as_made, row
from holdfast.promises.actions.marking import kept_fact, mark_kept
from holdfast.promises.facts import PromiseBroken, PromisesMade
from holdfast.promises.models import OWED, Promise, State
from holdfast.promises.review_notices import tell_of_missed_reviews

REVIEWED = "list_reviewed"


def make_for_reviews(wanted: Sequence[tuple[Organisation, int, datetime]], *, at: datetime) -> list[Promise]:
    """Make what each client's own policy says of these reviews (their keys), each from its instant."""
    terms = terms_for_all([client for client, _, _ in wanted], at=at)
    rows = [
        row(
            Word(clause=REVIEWED, start_at=start),
            terms[client.pk],
            review_id=review,
            cycle=1,
            organisation_id=client.pk,
        )
        for client, review, start in wanted
    ]
    made = insert([each for each in rows if each is not None])
    facts = [PromisesMade(client=each.organisation_id or 0, made=as_made([each])) for each in made]
    record_many(facts, by=POLICY, at=at)
    return made


def keep_reviews(reviews: Iterable[int], *, as_of: datetime, at: datetime) -> None:
    """The list of a locked client is confirmed: every review that was owed is kept, late where its time had passed."""
    rows = Promise.objects.select_for_update(of=("self",)).filter(review__in=list(reviews), state__in=OWED)
    owed = list(rows.select_related("organisation").order_by("pk"))
    break_reviews([each for each in owed if each.state == State.RUNNING and each.due_at < as_of], at=at)
    for each in owed:
        mark_kept(each, as_of=as_of, evidence=f"review-{each.review_id}")
        each.generation += 1
        each.save()
    record_many([kept_fact(each, client=each.organisation_id or 0) for each in owed], by=POLICY, at=at)


def break_reviews(promises: Sequence[Promise], *, at: datetime) -> None:
    """Mark locked rows broken as of their limits, and tell whoever looks after the client, and the managers."""
    if not promises:
        return
    mark_broken([(each, each.due_at) for each in promises], at=at)
    record_many(
        [
            PromiseBroken(
                client=each.organisation_id or 0,
                promise=each.pk,
                clause=each.clause,
                broken_at=each.due_at.isoformat(),
            )
            for each in promises
        ],
        by=POLICY,
        at=at,
    )
    tell_of_missed_reviews(promises, at=at)
