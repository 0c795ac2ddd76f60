"""The console of the demo world: its chat product vouches for the people of two clients."""

from __future__ import annotations

from typing import Final

from holdfast.channels.console.keeping import make_key, save_console
from holdfast.channels.console.models import Algorithm
from holdfast.clients.actions.organisations import change_organisation
from holdfast.project.demo.world import World

CONSOLE: Final = "Chat console"
TENANTS: Final = {"osprey": "osprey-lane", "velda": "velda"}


def enter_console(world: World) -> str:
    """Enter it with a key and its clients' references; returns the command that makes a token to try it out with."""
    administrator = world.persons["piotr"]
    for name, reference in TENANTS.items():
        client = world.organisations[name]
        kept = {each: getattr(client, each) for each in ("name", "time_zone", "calendar", "domains", "note")}
        change_organisation(client, **kept, external_reference=reference, by=world.persons["ines"])
    console = save_console(name=CONSOLE, product=world.products["chat"], by=administrator)
    make_key(console, algorithm=Algorithm.HS256, by=administrator)
    return f'bin/holdfast console token "{CONSOLE}" {world.persons["orla"].email} --organisation {TENANTS["osprey"]}'
