"""Who may hear which live hints: the timing of news is news (T46)."""

from collections.abc import Iterable, Mapping

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.db import close_old_connections
from django.http import HttpRequest

from holdfast.people.models import Person
from holdfast.project.events import Admission
from holdfast.tickets.access import visible_tickets

OWN = "person-"
TICKET = "ticket-"
NOBODYS = ("wake-", "rights-")


def admit(cookies: Mapping[str, str], asked: frozenset[str]) -> Admission | None:
    """The signed-in person and those of the topics that they may hear of; None for nobody.

    A person of the vendor hears of everything at the desk; one of a client of the tickets that they
    may see, and of themselves.
    """
    person = _signed_in(cookies.get(settings.SESSION_COOKIE_NAME, ""))
    if person is None:
        return None
    return Admission(person.pk, frozenset(_allowed(person, asked)), is_asked_each_time=not person.is_vendor)


def admit_from_a_thread(cookies: Mapping[str, str], asked: frozenset[str]) -> Admission | None:
    """The same, and the thread's database connection is given back before the stream begins."""
    try:
        return admit(cookies, asked)
    finally:
        close_old_connections()


def _signed_in(session_key: str) -> Person | None:
    if not session_key:
        return None
    request = HttpRequest()
    request.session = SessionStore(session_key)
    # as a page would see them: also notices a changed password, which ends older sessions
    person = get_user(request)
    return person if isinstance(person, Person) and person.is_active else None


def _allowed(person: Person, asked: Iterable[str]) -> set[str]:
    own = f"{OWN}{person.pk}"
    rest = {topic for topic in asked if topic and not topic.startswith((*NOBODYS, OWN))}
    allowed = {own} & set(asked)
    if person.is_vendor:
        return allowed | rest
    numbers = {int(topic.removeprefix(TICKET)) for topic in rest if _names_ticket(topic)}
    visible = visible_tickets(person).filter(pk__in=numbers).values_list("pk", flat=True)
    return allowed | {f"{TICKET}{number}" for number in visible}


def _names_ticket(topic: str) -> bool:
    number = topic.removeprefix(TICKET)
    return topic.startswith(TICKET) and number.isascii() and number.isdigit() and len(number) < 16
