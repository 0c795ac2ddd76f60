"""The ways to us, one line for each channel that stands open here, with its hours (A1).

A channel adds its own function to `LINES`; what it has nothing to say of here and now it leaves out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.urls import reverse

from holdfast.channels.chat.presence import is_somebody_there
from holdfast.channels.console.keeping import open_consoles
from holdfast.channels.voice.line import hours_told, the_line
from holdfast.people.models import Person
from holdfast.vendor.models import Vendor


@dataclass(frozen=True)
class Way:
    """One channel, with its hours."""

    icon: str
    title: str
    text: str
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Who asks how to reach us, and when; nobody is signed in where there is no person."""

    vendor: Vendor
    person: Person | None
    now: datetime
    is_manned: bool = False
    """Whether somebody is on duty round the clock."""


def by_phone(asked: Asked) -> Iterator[Way]:
    if phone := asked.vendor.phone:
        told = "Answered day and night, every day"
        if hours := hours_told(the_line()):
            told = f"Answered {hours}; at other times leave a message"
        elif asked.is_manned:
            told += "; somebody is on duty now"
        yield Way("phone", phone, told, f"tel:{_dialled(phone)}")


def by_mail(asked: Asked) -> Iterator[Way]:
    if address := asked.vendor.support_address:
        yield Way("mail", address, "Day and night; every mail becomes a ticket", f"mailto:{address}")


def by_form(asked: Asked) -> Iterator[Way]:
    """Whoever is signed in has the better form."""
    if asked.person is not None:
        told = "Day and night; you see what is promised, and when"
        yield Way("square-pen", "A new ticket", told, reverse("portal:new_ticket"))
        return
    told = "Day and night, without an account"
    yield Way("file-text", "The support form", told, reverse("portal:support"))


def by_chat(asked: Asked) -> Iterator[Way]:
    """Its button stands on every page of the portal; the link opens it."""
    told = "Nobody is there now; leave a message, which is a ticket"
    if is_somebody_there(at=asked.now):
        told = "Somebody is there now"
    yield Way("message-circle", "Chat", told, "#chat")


def by_console(asked: Asked) -> Iterator[Way]:
    """Which of our products have the link is told to clients alone."""
    products = sorted({each.product.name for each in open_consoles(at=asked.now)})
    if products:
        where = ", ".join(products) if asked.person is not None else "our products"
        told = "Day and night, where you are signed in; the form knows who you are"
        yield Way("square-terminal", f"The support link in {where}", told)


def by_portal(asked: Asked) -> Iterator[Way]:
    if asked.person is None:
        yield Way("log-in", "The portal", "Your tickets, and what we promised", reverse("account_login"))


LINES: Final[tuple[Callable[[Asked], Iterator[Way]], ...]] = (
    by_phone,
    by_mail,
    by_form,
    by_chat,
    by_console,
    by_portal,
)


def ways_to_us(asked: Asked) -> list[Way]:
    """The channels that stand open here, in their order."""
    return [way for line in LINES for way in line(asked)]


def _dialled(phone: str) -> str:
    return "".join(character for character in phone if character.isdigit() or character == "+")
