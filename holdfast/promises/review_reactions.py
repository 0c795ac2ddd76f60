"""The promise that the account manager confirms a client's emergency list each quarter (E8)."""

from __future__ import annotations

from collections.abc import Sequence

from holdfast.clients.facts import ListReviewDue, ListReviewed
from holdfast.clients.models import ListReview, Organisation
from holdfast.kernel.facts import Recorded
from holdfast.policy.queries import latest_published
from holdfast.promises.actions.reviews import keep_reviews, make_for_reviews


def promise_reviews(told: Sequence[Recorded[ListReviewDue]]) -> None:
    """From the beginning of the quarter; of a client that we did not look after then, from when it is first due.

    Before a policy is published nothing is promised.
    """
    if latest_published() is None:
        return
    clients = Organisation.objects.in_bulk([each.fact.client for each in told])
    ours = {each.fact.review for each in told}
    known = ListReview.objects.filter(organisation__in=clients).exclude(pk__in=ours)
    reviewed_before = set(known.values_list("organisation_id", flat=True))
    make_for_reviews(
        [
            (
                clients[each.fact.client],
                each.fact.review,
                each.fact.from_at if each.fact.client in reviewed_before else each.at,
            )
            for each in told
        ],
        at=told[0].at,
    )


def keep_review(told: Recorded[ListReviewed]) -> None:
    if told.fact.review is not None:
        keep_reviews([told.fact.review], as_of=told.at, at=told.at)
