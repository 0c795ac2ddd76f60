"""Who a visitor is: the token that their browser keeps, and the short identity that a page of ours gives who is signed in.

No cookie and no guessable key: a visitor's number alone opens nothing (T87). The leading letter names the format (T7).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

from django.utils.translation import gettext_noop

from holdfast.channels.chat.models import Visitor
from holdfast.channels.console.identity import still_speaks_for
from holdfast.channels.console.models import Console
from holdfast.kernel import tokens
from holdfast.kernel.prepared import Prepared
from holdfast.kernel.refusal import Forbidden
from holdfast.people.models import Person

IDENTITY_LASTS: Final = timedelta(hours=12)
STRANGERS_TOKEN_LASTS: Final = timedelta(days=180)
RECOGNISED_TOKEN_LASTS: Final = timedelta(hours=12)
"""Their page names them anew whenever it is opened."""
_VISITOR: Final = "chat-visitor"
_PERSON: Final = "chat-person"
_TOKEN: Final = re.compile(r"v([1-9]\d{0,17})\.(\d{1,11})\.(?:c([1-9]\d{0,17})\.)?([a-z2-7]{26})")
_IDENTITY: Final = re.compile(r"p([1-9]\d{0,17})\.(\d{1,11})\.([a-z2-7]{26})")


def visitor_token(visitor: Visitor, *, console: Console | None = None, at: datetime) -> str:
    """What the visitor's browser shows with each request; it opens nothing once the console that named them may not."""
    given = int(at.timestamp())
    if console is None:
        return f"v{visitor.pk}.{given}.{tokens.sign(_VISITOR, visitor.pk, given)}"
    return f"v{visitor.pk}.{given}.c{console.pk}.{tokens.sign(_VISITOR, visitor.pk, given, console.pk)}"


def visitor_of(token: str, *, at: datetime) -> Visitor | None:
    """The visitor whose token it is; None where it is not ours or too old, and of whoever was blocked or shut out."""
    visitor = visitor_behind(token, at=at)
    return visitor if visitor is not None and is_let_in(visitor) else None


def visitor_behind(token: str, *, at: datetime) -> Visitor | None:
    """The same, also of whoever may not write any more."""
    return visitors_behind([token], at=at).get(token)


def visitors_behind(shown: Iterable[str], *, at: datetime) -> dict[str, Visitor]:
    """The same for any number of tokens in one statement, by token; those that open nothing are left out."""
    signed = {token: said for token in shown if (said := _read(token)) is not None}
    keys = {said.visitor for said in signed.values()}
    visitors = {each.pk: each for each in _visitors(list(keys))} if keys else {}
    return {
        token: visitor
        for token, said in signed.items()
        if (visitor := visitors.get(said.visitor)) is not None and _still_holds(said, visitor, at=at)
    }


_visitors = Prepared(lambda keys: Visitor.objects.select_related("person").filter(pk__among=keys), list)


class _Said(NamedTuple):
    """What a token of ours says."""

    visitor: int
    given: int
    console: int | None


def _read(token: str) -> _Said | None:
    found = _TOKEN.fullmatch(token)
    if found is None:
        return None
    key, given, *console = (int(each) for each in found.groups()[:3] if each)
    if not tokens.is_signed(found[4], _VISITOR, key, given, *console):
        return None
    return _Said(key, given, console[0] if console else None)


def _still_holds(said: _Said, visitor: Visitor, *, at: datetime) -> bool:
    if said.console is not None and (
        visitor.person is None or not still_speaks_for(said.console, visitor.person)
    ):
        return False
    lasts = RECOGNISED_TOKEN_LASTS if visitor.is_recognised else STRANGERS_TOKEN_LASTS
    return at - datetime.fromtimestamp(said.given, tz=UTC) < lasts


def is_let_in(visitor: Visitor) -> bool:
    return visitor.blocked_at is None and (visitor.person is None or visitor.person.is_active)


def require_let_in(visitor: Visitor) -> None:
    if visitor.blocked_at is not None:
        raise Forbidden(gettext_noop("This chat is closed."), code="blocked")


def identity_of(person: Person, *, at: datetime) -> str:
    """Says to the chat on a page of ours who is signed in there, for a working day."""
    until = int((at + IDENTITY_LASTS).timestamp())
    return f"p{person.pk}.{until}.{tokens.sign(_PERSON, person.pk, until)}"


def person_named(identity: str, *, at: datetime) -> Person | None:
    """Whom a signed identity names; None when it is not ours, or its time is over."""
    found = _IDENTITY.fullmatch(identity)
    if found is None or not tokens.is_signed(found[3], _PERSON, int(found[1]), int(found[2])):
        return None
    if int(found[2]) < at.timestamp():
        return None
    return Person.objects.filter(pk=int(found[1]), is_active=True).first()
