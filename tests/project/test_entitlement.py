import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from holdfast.people.models import Person
from holdfast.project.demo.world import World
from holdfast.project.entitlement import admit
from holdfast.tickets.models import Ticket
from tests.world import ticket_by_mail

ASKED = frozenset(
    {"queue", "ticket-1", "ticket-2", "rights-1", "wake-due", "person-999999", "ticket-x", "ticket--1"}
)

pytestmark = pytest.mark.django_db


def cookies_of(person: Person) -> dict[str, str]:
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "holdfast.clients.signed_in.Backend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return {"sessionid": session.session_key or ""}


def person(address: str, *roles: str) -> Person:
    made = Person(email=address, roles=list(roles))
    made.set_password("hold fast, keep the word")
    made.save()
    return made


def _of_another_client(world: World) -> str:
    organisation = world.persons["orla"].contact.organisation_id
    return next(
        name
        for name, one in world.persons.items()
        if hasattr(one, "contact") and one.contact.organisation_id != organisation
    )


def test_t46_the_desk_hears_of_every_ticket_but_never_of_anothers_rights():
    agent = person("ada@vendor.example", "agent")
    admission = admit(cookies_of(agent), ASKED | {f"person-{agent.pk}"})
    assert admission is not None
    assert admission.person_id == agent.pk
    assert {"queue", "ticket-1", "ticket-2", f"person-{agent.pk}"} <= admission.topics
    assert not admission.topics & {"rights-1", "wake-due"}


def test_t46_a_client_hears_of_the_tickets_that_they_may_see(world):
    own = ticket_by_mail(world, "orla")
    anothers = ticket_by_mail(world, _of_another_client(world))
    admission = admit(
        cookies_of(world.persons["orla"]), frozenset({f"ticket-{own.pk}", f"ticket-{anothers.pk}"})
    )
    assert admission is not None
    assert admission.topics == {f"ticket-{own.pk}"}


def test_t46_a_client_without_tickets_hears_nothing():
    admission = admit(cookies_of(person("orla@client.example")), ASKED)
    assert admission is not None
    assert admission.topics == set()
    assert not Ticket.objects.exists()


def test_t46_nobody_is_admitted_without_a_session_that_still_holds():
    agent = person("ada@vendor.example", "agent")
    cookies = cookies_of(agent)
    assert admit({}, ASKED) is None
    assert admit({"sessionid": "no-such-session"}, ASKED) is None
    agent.set_password("another word that is kept")
    agent.save()
    assert admit(cookies, ASKED) is None


def test_t46_a_person_who_left_hears_nothing_more():
    agent = person("ada@vendor.example", "agent")
    cookies = cookies_of(agent)
    agent.is_active = False
    agent.save()
    assert admit(cookies, ASKED) is None
