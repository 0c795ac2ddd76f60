"""Who is signed in: read anew for every request, with the client that they are a contact of."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
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


class Backend(AuthenticationBackend):
    """Sign-in as allauth does it."""

    def get_user(self, user_id: Any) -> Person | None:
        """The person, while they are let in."""
        person = _person.one(int(user_id))
        return person if person is not None and self.user_can_authenticate(person) else None


class SessionStore(DatabaseSessions):
    """Sessions in the database, as Django keeps them."""

    def _get_session_from_db(self) -> Session | None:
        found = _session.one(str(self.session_key), timezone.now())
        if found is None:
            self._session_key = None  # what is not there is not written again under its key
        return found
