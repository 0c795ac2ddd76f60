"""The link that is mailed to an approver: signed, for one approval and one person, until that approval ends
(T50).

Reading a link changes nothing, so a mail scanner that opens it approves nothing; only a POST on its page
does.
"""

from __future__ import annotations

import re

from django.conf import settings

from holdfast.kernel import tokens
from holdfast.kernel.refusal import Refused
from holdfast.notices.templatetags.instants import on_the_clock_of
from holdfast.people.models import Person
from holdfast.procedure.models import Approval, Outcome

_TOKEN = re.compile(r"p([1-9]\d{0,17})\.([1-9]\d{0,17})\.([a-z2-7]{26})")
_PURPOSE = "approval"


def approval_token(approval: int, person: int) -> str:
    """The token of the page on which this person answers; the leading letter names the format (T7)."""
    return f"p{approval}.{person}.{tokens.sign(_PURPOSE, approval, person)}"


def approval_link(approval: int, person: int) -> str:
    """The address that is mailed: `/approval/<token>/`."""
    return f"{settings.SITE_URL}/approval/{approval_token(approval, person)}/"


def read_approval_token(token: str) -> tuple[Approval, Person]:
    """The approval and the person that a token was made for.

    Refused: `link_wrong` when it is not ours, `link_ended` when that approval has its answer, or needs none
    any more.
    """
    found = _TOKEN.fullmatch(token.strip().lower())
    if found is None or not tokens.is_signed(found[3], _PURPOSE, int(found[1]), int(found[2])):
        raise _wrong()
    approval = (
        Approval.objects.select_related("ticket__organisation", "ticket__requester", "fix", "by")
        .filter(pk=int(found[1]))
        .first()
    )
    person = Person.objects.filter(pk=int(found[2]), is_active=True).first()
    if approval is None or person is None:
        raise _wrong()
    if approval.ended_at is not None:
        raise Refused(ended_in_words(approval, to=person), code="link_ended")
    return approval, person


def ended_in_words(approval: Approval, *, to: Person) -> str:
    """How an approval ended, in one sentence for whoever comes too late, by their clock."""
    assert approval.ended_at is not None
    when = on_the_clock_of(to.time_zone, approval.ended_at)
    if approval.outcome == Outcome.WITHDRAWN:
        return "We don't need your answer any more: the request was joined with another one."
    whom = f" by {approval.by}" if approval.by else ""
    answer = "approved" if approval.outcome == Outcome.APPROVED else "answered as not fixed"
    return f"This was {answer}{whom} on {when}. To say more, answer our mail."


def _wrong() -> Refused:
    return Refused(
        "This link opens nothing. Use the link in our newest mail about your request, or sign in.",
        code="link_wrong",
    )
