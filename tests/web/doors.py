"""How tests come in."""

from collections.abc import Callable

from django.test import Client

from holdfast.people.models import Person

At = Callable[[Person], Client]
