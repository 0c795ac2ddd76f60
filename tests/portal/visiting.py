"""Visits to the site: signed in as somebody of the world, or as nobody."""

from __future__ import annotations

from django.test import Client

from holdfast.people.models import Person


def as_(person: Person, **more: object) -> Client:
    """A browser in which the person is signed in."""
    client = Client(**more)  # type: ignore[arg-type]
    client.force_login(person)
    return client


def stranger(**more: object) -> Client:
    """A browser in which nobody is signed in."""
    return Client(**more)  # type: ignore[arg-type]
