"""Who is signed in: read anew for every request, with the client that they are a contact of.

Requests that are answered at once are read for at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.contrib.sessions.models import Session
from django.utils import timezone

from holdfast.kernel.prepared import Prepared
from holdfast.people.models import Person

_session = Prepared(
    lambda key, at: Session.objects.filter(session_key=key, expire_date__gt=at), str, datetime
)
_person = Prepared(
    lambda number: Person.objects.filter(pk=number).select_related("contact__organisation"), int
)
_sessions = Prepared(
    lambda keys, at: Session.objects.filter(session_key__among=keys, expire_date__gt=at), list, datetime
)
_people = Prepared(
    lambda numbers: Person.objects.filter(pk__among=numbers).select_related("contact__organisation"), list
)


@dataclass(frozen=True)
class _Read:
    """What the sessions that were read together hold, by key, and whose they are, by number."""

    sessions: dict[str, dict[str, Any]]
    people: dict[int, Person]


_read: Final = ContextVar[_Read | None]("read_together", default=None)


@contextmanager
def read_together(keys: Iterable[str]) -> Iterator[None]:
    """Within it, who is signed in under these keys of sessions is read: for all of them now, in two statements."""
    store = SessionStore()
    rows = _sessions(list(keys), timezone.now())
    sessions = {row.session_key: store.decode(row.session_data) for row in rows}
    numbers = {int(said[SESSION_KEY]) for said in sessions.values() if SESSION_KEY in said}
    before = _read.set(_Read(sessions, {each.pk: each for each in _people(list(numbers))}))
    try:
        yield
    finally:
        _read.reset(before)


class Backend(AuthenticationBackend):
    """Sign-in as allauth does it."""

    def get_user(self, user_id: Any) -> Person | None:
        """The person, while they are let in."""
        read = _read.get()
        person = (read.people.get(int(user_id)) if read else None) or _person.one(int(user_id))
        return person if person is not None and self.user_can_authenticate(person) else None


class SessionStore(DatabaseSessions):
    """Sessions in the database, as Django keeps them."""

    def load(self) -> dict[str, Any]:
        read = _read.get()
        known = read.sessions.get(str(self.session_key)) if read else None
        return super().load() if known is None else dict(known)

    def _get_session_from_db(self) -> Session | None:
        found = _session.one(str(self.session_key), timezone.now())
        if found is None:
            self._session_key = None  # what is not there is not written again under its key
        return found
