"""The links of the ladder: signed, single-purpose, bound to one person (T50). Reading one changes nothing; a
POST does.
"""

from __future__ import annotations

import re

from django.conf import settings

from holdfast.escalation import rules
from holdfast.escalation.models import Climb
from holdfast.kernel import tokens
from holdfast.kernel.refusal import Refused
from holdfast.notices.templatetags.instants import on_the_clock_of
from holdfast.people.models import Person

_TOKEN = re.compile(r"l([1-9]\d{0,17})\.([1-9]\d{0,17})\.([a-z2-7]{26})")
_PURPOSE = "level"


def level_token(climb: int, person: int) -> str:
    """The token of the page on which a level acknowledges and answers; the leading letter names the format
    (T7).
    """
    return f"l{climb}.{person}.{tokens.sign(_PURPOSE, climb, person)}"


def level_link(climb: int, person: int) -> str:
    """The address that is mailed: `/level/<token>/`."""
    return f"{settings.SITE_URL}/level/{level_token(climb, person)}/"


def read_level_token(token: str) -> tuple[Climb, Person]:
    """The step and the person that a token was made for.

    Refused: `link_wrong` when it is not ours or the person no longer answers for the level, `link_ended` when
    that step was answered, or the ticket was resolved.
    """
    found = _TOKEN.fullmatch(token.strip().lower())
    if found is None or not tokens.is_signed(found[3], _PURPOSE, int(found[1]), int(found[2])):
        raise _wrong()
    climb = (
        Climb.objects.select_related("ticket__organisation", "ticket__requester", "person")
        .filter(pk=int(found[1]))
        .first()
    )
    person = Person.objects.staff().filter(pk=int(found[2])).first()
    if climb is None or person is None or not rules.is_of_level(person, holder=climb.holder):
        raise _wrong()
    if climb.answered_at is not None:
        when = on_the_clock_of(person.time_zone, climb.answered_at)
        raise Refused(
            f"This was answered on {when}. Write more on #{climb.ticket_id} at the desk.",
            code="link_ended",
        )
    if not climb.ticket.is_open or climb.ticket.cycle != climb.cycle:
        raise Refused(f"#{climb.ticket_id} was resolved. There is nothing left to answer.", code="link_ended")
    return climb, person


def _wrong() -> Refused:
    return Refused("This link opens nothing. Use the one in our newest mail, or the desk.", code="link_wrong")
