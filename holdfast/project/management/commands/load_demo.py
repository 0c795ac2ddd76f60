"""`holdfast manage load_demo`: a lively world of invented clients and tickets; run again, it says who may sign in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from holdfast.kernel import clock
from holdfast.kernel.models import Installation
from holdfast.people.models import Person
from holdfast.project.demo import people as cast
from holdfast.project.demo.consoles import enter_console
from holdfast.project.demo.history import ENDINGS, play_history
from holdfast.project.demo.world import build_world
from holdfast.vendor.models import the_vendor

SIGN_INS = (
    ("agent", "tobin@pellucid.example"),
    ("lead (senior developer)", "kaveh@pellucid.example"),
    ("QA", "mirela@pellucid.example"),
    ("account manager", "ines@pellucid.example"),
    ("manager", "delphine@pellucid.example"),
    ("administrator", "piotr@pellucid.example"),
    ("client, approver", "orla@ospreylane.example"),
    ("client", "bram@ospreylane.example"),
)


class Command(BaseCommand):
    help = "Loads the demo world into an empty installation, and prints who may sign in."

    def handle(self, *args: Any, **options: Any) -> None:
        if not the_vendor().demo_sink:
            if Person.objects.exists():
                raise CommandError(
                    "This installation is in use; the demo world goes into an empty one: "
                    "HOLDFAST_HOME=./var-demo bin/up --demo"
                )
            if not Installation.objects.filter(is_test=True).exists():
                raise CommandError(
                    "This installation was not created as a test, so its clock can't be moved; the demo world "
                    "goes into a new one: HOLDFAST_HOME=./var-demo bin/up --demo"
                )
            self.tell(f"Loading the demo world: {len(ENDINGS)} tickets, each played from its first mail on.")
            with transaction.atomic():
                load_demo(tell=self.tell)
            self.tell("The demo world is loaded.")
        self.stdout.write(f"Sign in at {settings.SITE_URL}/account/login/ with the password: {cast.PASSWORD}")
        for role, address in SIGN_INS:
            self.stdout.write(f"  {address:<28} {role}")
        self.stdout.write(f"Anybody reads the status page at {settings.SITE_URL}/status/")

    def tell(self, words: str) -> None:
        """Say it now: whoever waits wants to see that something happens."""
        self.stdout.write(words)
        self.stdout.flush()


def load_demo(*, tell: Callable[[str], None]) -> None:
    """Build the world and play its history on a clock that is set, then let the clock run."""
    until = clock.now()
    vendor = the_vendor()
    vendor.demo_sink = True
    vendor.save()
    world = build_world(with_passwords=True)
    tell(
        f"  {len(world.organisations) - 1} clients and {len(world.persons)} people are there; now their months go by."
    )
    play_history(world, until=until, tell=tell)
    clock.set_for_test(None)
    tell(f"  From inside a product, as one of its users: {enter_console(world)}")
