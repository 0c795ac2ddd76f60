"""A busy desk's database: forty open tickets played through the real actions, and copied set-wise many times over.

So every row is as the product writes it: messages with their ledger rows, promises in all their states, the trail.
Each copy has words of its own and times of its own, up to two hours before those of its original.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from bench.words import texts

if TYPE_CHECKING:
    from holdfast.project.demo.world import World

ENDINGS = (
    *("acknowledged",) * 3,
    *("tier 1",) * 7,
    *("question",) * 7,
    *("engineering",) * 8,
    *("qa",) * 5,
    *("approval",) * 8,
    *("escalated",) * 2,
)
"""How far each of the originals has come; all of them are open."""

_STRIDE = 5_000
"""The keys of a copy are those of its original, so much further on."""
_TEXTS = 20_000
_COPIED = (
    "tickets.Ticket",
    "tickets.Cycle",
    "tickets.PriorityChange",
    "tickets.Message",
    "escalation.Climb",
    "procedure.HandOver",
    "procedure.Fix",
    "procedure.Verdict",
    "procedure.Approval",
    "procedure.Watching",
    "promises.Promise",
    "promises.Pause",
    "notices.Notice",
    "notices.Delivery",
    "kernel.TrailEntry",
)
_ABOUT = f"'ticket-' || substr(about, 8)::bigint + k * {_STRIDE}"
_OF_TICKETS = "(ticket_id IS NOT NULL OR climb_id IS NOT NULL)"
_ONLY = {
    "promises.Promise": f"AND {_OF_TICKETS}",
    "promises.Pause": f"AND promise_id IN (SELECT id FROM promises_promise WHERE {_OF_TICKETS})",
}
"""What the demo world owes besides, to all clients of an interruption, is there once."""
_SAID = f"(SELECT {{}} FROM said WHERE n = (id * 7919 + k * 104729) % {_TEXTS})"
_REWRITTEN = {
    "tickets.Ticket": {
        "reference": "reference || '-' || k",
        "subject": _SAID.format("subject"),
        "last_words": _SAID.format("left(text, 160)"),
    },
    "tickets.Message": {
        "text": f"text || E'\\n\\n' || {_SAID.format('text')}",
        "mail_id": "CASE mail_id WHEN '' THEN '' ELSE k || '.' || mail_id END",
    },
    "notices.Notice": {
        "about": _ABOUT,
        "event": "CASE WHEN event LIKE 'message-%' THEN 'message-' || substr(event, 9)::bigint + k * "
        f"{_STRIDE} ELSE event || '-' || k END",
    },
    "notices.Delivery": {"about": _ABOUT, "mail_id": "k || '.' || mail_id"},
    "kernel.TrailEntry": {"about": _ABOUT},
}


def fill(world: World, tickets: int) -> None:
    """So many open tickets of the world's clients, and all that belongs to them."""
    from django.apps import apps
    from django.db import connection

    _play(world)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE said (n int PRIMARY KEY, text text, subject text)")
        bodies, subjects = texts(_TEXTS, words=30, seed=2), texts(_TEXTS, words=6, seed=3)
        cursor.executemany(
            "INSERT INTO said VALUES (%s, %s, %s)", list(zip(range(_TEXTS), bodies, subjects, strict=True))
        )
        models = [apps.get_model(name) for name in _COPIED]
        for model in models:
            cursor.execute(_copying(model, models, copies=tickets // len(ENDINGS) - 1))
        cursor.execute(_SEARCH_TEXT)
        for model in models:
            table = model._meta.db_table
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}")
        cursor.execute("VACUUM ANALYZE")


def more_contacts(number: int) -> list[int]:
    """So many people more of the clients that are there; the keys of their contacts."""
    from holdfast.clients.models import Contact, Organisation
    from holdfast.kernel import clock
    from holdfast.kernel.rows import insert
    from holdfast.people.models import Person

    clients = list(Organisation.objects.filter(is_own=False))
    people = insert(
        [
            Person(email=f"caller{each}@clients.example", name=f"Caller {each}", confirmed_at=clock.now())
            for each in range(number)
        ]
    )
    made = insert(
        [Contact(person=person, organisation=clients[n % len(clients)]) for n, person in enumerate(people)]
    )
    return [contact.pk for contact in made]


def sessions_of(contacts: Sequence[int]) -> list[str]:
    """A session of each of these contacts, as if they had signed in."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from holdfast.people.models import Person

    keys = []
    for person in Person.objects.filter(contact__in=contacts):
        session = SessionStore()
        session[SESSION_KEY] = str(person.pk)
        session[BACKEND_SESSION_KEY] = "holdfast.clients.signed_in.Backend"
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session.create()
        keys.append(str(session.session_key))
    return keys


def _play(world: World) -> None:
    """The originals."""
    from holdfast.kernel import clock
    from holdfast.project.demo.history import play_history
    from holdfast.vendor.models import Vendor

    Vendor.objects.update(demo_sink=True)  # so that mail is accepted, and what waits for that happens
    play_history(world, until=clock.now(), endings=ENDINGS)
    clock.set_for_test(None)


def _copying(model: Any, models: list[Any], *, copies: int) -> str:
    """One statement that copies a table's originals."""
    from django.db.models import DateTimeField

    rewritten = _REWRITTEN.get(model._meta.label, {})
    told = {}
    for field in model._meta.concrete_fields:
        value = field.column
        if field.primary_key or field.related_model in models:
            value += f" + k * {_STRIDE}"
        elif isinstance(field, DateTimeField):
            value += " - k % 7200 * interval '1 second'"
        told[field.column] = rewritten.get(field.name, value)
    only = _ONLY.get(model._meta.label, "AND about LIKE 'ticket-%'" if "about" in told else "")
    return (
        f"INSERT INTO {model._meta.db_table} ({', '.join(told)}) SELECT {', '.join(told.values())}"
        f" FROM {model._meta.db_table}, generate_series(1, {copies}) k WHERE id < {_STRIDE} {only}"
    )


_SEARCH_TEXT = f"""
INSERT INTO tickets_searchtext (message_id, ticket_id, words)
SELECT m.id, m.ticket_id, to_tsvector('holdfast', t.subject || ' ' || m.author_label || ' ' || m.text)
  FROM tickets_message m JOIN tickets_ticket t ON t.id = m.ticket_id WHERE m.id > {_STRIDE}
"""
