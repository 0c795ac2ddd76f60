"""A token as a product would make it, to try the support link out with: `holdfast console token`."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from holdfast.channels.console.keeping import live_keys
from holdfast.channels.console.minting import mint_token
from holdfast.channels.console.models import Algorithm, Console
from holdfast.kernel import clock


class Command(BaseCommand):
    help = "Mint a token of a console that has a shared secret, and the address that it opens; it lives five minutes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("console", help="the console's name")
        parser.add_argument("email", help="the mail address of the person who is signed in")
        for name in ("name", "organisation", "plan", "page"):
            parser.add_argument(f"--{name}", default="")
        parser.add_argument("--user", default="trial", help="the person's id in the product (sub)")

    def handle(self, *args: Any, **said: Any) -> None:
        console = Console.objects.filter(name=said["console"]).first()
        if console is None:
            names = ", ".join(Console.objects.filter(retired_at=None).values_list("name", flat=True))
            raise CommandError(f"There is no console {said['console']}. There are: {names or 'none yet'}.")
        at = clock.now()
        keys = [key for key in live_keys(console, at=at) if key.algorithm == Algorithm.HS256]
        if not keys:
            raise CommandError(
                f"{console} has no shared secret that counts; of a key pair the product signs."
            )
        claims = {name: said[name] for name in ("name", "organisation", "plan", "page") if said[name]}
        token = mint_token(keys[0], at=at, sub=said["user"], email=said["email"], **claims)
        self.stdout.write(token)
        self.stdout.write(f"{settings.SITE_URL}{reverse('portal:console_arrival')}?token={token}")
