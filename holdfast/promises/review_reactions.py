"""The promise that the account manager confirms a client's emergency list each quarter (E8)."""

from __future__ import annotations

from collections.abc import Sequence

from holdfast.clients.facts import ListReviewDue, ListReviewed
from holdfast.clients.models import ListReview, Organisation
from holdfast.kernel.facts import Recorded
from holdfast.policy.queries import latest_published
from holdfast.promises.actions.reviews import keep_reviews, make_for_reviews


def promise_reviews(told: Sequence[Recorded[ListReviewDue]]) -> None:
    """From the beginning of the quarter; where nobody knows since when it is a client, the first from when it is due.

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
                each.fact.from_at if _was_client(clients[each.fact.client], reviewed_before) else each.at,
            )
            for each in told
        ],
        at=told[0].at,
    )


def _was_client(client: Organisation, reviewed_before: set[int]) -> bool:
    """Whether the quarter began under our care: the first review of one that was entered is that of the next quarter."""
    return client.entered_at is not None or client.pk in reviewed_before


def keep_review(told: Recorded[ListReviewed]) -> None:
    if told.fact.review is not None:
        keep_reviews([told.fact.review], as_of=told.at, at=told.at)
