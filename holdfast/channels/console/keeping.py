"""Consoles are entered and changed; their keys made, rotated and retired. A secret is told once, to whoever makes it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from django.db import transaction
from django.db.models import Q, QuerySet

from holdfast.catalogue.models import Product
from holdfast.channels.console.facts import ConsoleKeyMade, ConsoleRetired, ConsoleSaved
from holdfast.channels.console.models import Algorithm, Console, ConsoleKey
from holdfast.channels.secret_files import forget_secret, keep_secret
from holdfast.clients.models import Organisation
from holdfast.kernel import clock, tokens
from holdfast.kernel.facts import record
from holdfast.kernel.refusal import Refused
from holdfast.kernel.text import one_line
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person

OVERLAP: Final = timedelta(days=7)
"""So long the former key counts beside a new one."""


class Made(NamedTuple):
    """A new key, and its secret where it has one: nobody is told it again."""

    key: ConsoleKey
    secret: str


@transaction.atomic
def save_console(
    present: Console | None = None,
    *,
    name: str,
    product: Product,
    organisation: Organisation | None = None,
    origins: Sequence[str] = (),
    takes_newcomers: bool = True,
    by: Person,
) -> Console:
    """Enter a console, or change it; which product and client it speaks for stays as it was entered."""
    require_may(by, Act.CHANGE_PEOPLE)
    name = one_line(name, limit=80)
    if not name:
        raise Refused("A console needs a name.", code="words_missing", field="name")
    if Console.objects.filter(name=name).exclude(pk=present.pk if present else 0).exists():
        raise Refused("There is a console of that name already.", code="console_exists", field="name")
    if organisation is not None and organisation.is_own:
        raise Refused("A console speaks for clients, never for us.", code="is_own", field="organisation")
    console = present or Console(product=product, organisation=organisation)
    console.name, console.takes_newcomers = name, takes_newcomers
    console.origins = sorted({origin_of(each) for each in origins})
    console.save()
    record(ConsoleSaved(console=console.pk, name=name), by=by.actor, at=clock.now())
    return console


def origin_of(given: str) -> str:
    """A site's origin as a browser says it, `https://app.example`; refuse what is none, or a pattern for many."""
    wrong = Refused(
        f"{given} is no origin. Write it like https://app.example", code="no_origin", field="origins"
    )
    try:
        told = urlsplit(given.strip().lower().rstrip("/"))
        port = told.port
    except ValueError:
        raise wrong from None
    host = told.hostname or ""
    plain = told.scheme == "http" and host in ("localhost", "127.0.0.1")
    if (
        not (told.scheme == "https" or plain)
        or told.path
        or told.query
        or told.fragment
        or "@" in told.netloc
    ):
        raise wrong
    if not host or not all(part.replace("-", "").isalnum() and part.isascii() for part in host.split(".")):
        raise wrong
    return f"{told.scheme}://{host}" + (f":{port}" if port else "")


@transaction.atomic
def make_key(console: Console, *, algorithm: str, public_key: str = "", by: Person) -> Made:
    """The console's first key, or its next: the one before counts for a week more, any before that no longer."""
    require_may(by, Act.CHANGE_PEOPLE)
    at = clock.now()
    console = Console.objects.select_for_update(of=("self",)).get(pk=console.pk)
    if console.retired_at is not None:
        raise Refused(f"{console} was retired.", code="console_retired")
    if algorithm not in Algorithm.values:
        raise Refused("Choose a shared secret or a key pair.", code="no_algorithm", field="algorithm")
    is_shared = algorithm == Algorithm.HS256
    pem = "" if is_shared else _ed25519(public_key)
    formerly = list(_live(console, at=at).order_by("-pk"))
    _end(formerly[:1], at=at + OVERLAP)
    _end(formerly[1:], at=at)
    key = ConsoleKey.objects.create(console=console, algorithm=algorithm, public_key=pem, made_at=at)
    secret = tokens.mint(256) if is_shared else ""
    if secret:
        keep_secret(key.secret_name, secret)
    record(
        ConsoleKeyMade(console=console.pk, name=console.name, kid=key.kid, algorithm=algorithm),
        by=by.actor,
        at=at,
    )
    return Made(key, secret)


@transaction.atomic
def retire_console(console: Console, *, by: Person) -> Console:
    """Nothing that it signs is believed any more, from now on."""
    require_may(by, Act.CHANGE_PEOPLE)
    console = Console.objects.select_for_update(of=("self",)).get(pk=console.pk)
    if console.retired_at is None:
        at = clock.now()
        console.retired_at = at
        console.save(update_fields=["retired_at"])
        _end(list(_live(console, at=at)), at=at)
        for key in console.keys.all():
            transaction.on_commit(lambda name=key.secret_name: forget_secret(name))  # type: ignore[misc]
        record(ConsoleRetired(console=console.pk, name=console.name), by=by.actor, at=at)
    return console


def live_keys(console: Console, *, at: datetime) -> list[ConsoleKey]:
    """The keys that count now, the newest first: one, or two while one takes the other's place."""
    return list(_live(console, at=at).order_by("-pk")) if console.retired_at is None else []


def open_consoles(*, at: datetime) -> QuerySet[Console]:
    """The consoles whose word counts now, each with its product."""
    live = Q(keys__ends_at=None) | Q(keys__ends_at__gt=at)
    found = Console.objects.filter(live, retired_at=None, keys__isnull=False)
    return found.select_related("product").distinct()


def _live(console: Console, *, at: datetime) -> QuerySet[ConsoleKey]:
    return console.keys.filter(Q(ends_at=None) | Q(ends_at__gt=at))


def _end(keys: Sequence[ConsoleKey], *, at: datetime) -> None:
    for key in keys:
        key.ends_at = min(key.ends_at, at) if key.ends_at else at
        key.save(update_fields=["ends_at"])


def _ed25519(pem: str) -> str:
    """The public half as it was pasted; refuse anything else, above all the private half."""
    pem = pem.strip()
    if "PRIVATE" in pem:
        raise Refused(
            "This is the private half, which nobody but the product may have. Make a new pair, and paste its public"
            " half here.",
            code="private_key",
            field="public_key",
        )
    try:
        found = load_pem_public_key(pem.encode())
    except (ValueError, UnsupportedAlgorithm):
        found = None
    if not isinstance(found, Ed25519PublicKey):
        raise Refused("Paste an Ed25519 public key as PEM.", code="no_key", field="public_key")
    return pem
