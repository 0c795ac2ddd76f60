"""`holdfast manage setup_link`: the one-time link to the set-up page, while there is no administrator."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from holdfast.people.actions.first_administrator import invite_first_administrator


class Command(BaseCommand):
    help = (
        "Prints the one-time link to the set-up page while nobody is administrator; the one before it ends."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        token = invite_first_administrator()
        if token is None:
            if options["verbosity"]:
                self.stdout.write(
                    f"Somebody is administrator already; sign in at {settings.SITE_URL}/account/login/"
                )
        else:
            self.stdout.write("Set it up here; the link works once, and makes you the first administrator:")
            self.stdout.write(f"{settings.SITE_URL}/set-up/{token}/")
