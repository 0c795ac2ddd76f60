"""Who lives where services break: made in an empty database by a process of its own, which lets people in too.

It prints the session of each, so that a journey begins where its story does.
"""

from __future__ import annotations

import json

PEOPLE = ("kaveh", "delphine", "ines", "orla")
STARTS = "2026-11-24 12:00+00"
"""A Tuesday, noon in London, seven in the morning in New York."""


def main(_: list[str]) -> int:
    from holdfast.project.cli import main as holdfast

    if status := holdfast(["prepare"]):
        return status
    from django.db import connection, transaction
    from django.test import Client

    from holdfast.people.models import Person
    from holdfast.project.demo.world import build_world
    from tests.incidents.estate import build_estate, listed

    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE kernel_installation SET clock_offset = %s::timestamptz - clock_timestamp()", [STARTS]
        )
    with transaction.atomic():
        world = build_world()
        build_estate(world, with_lists=False)
        listed(world.organisations["osprey"], world.persons["orla"], world.persons["bram"])
        listed(world.organisations["velda"], world.persons["mina"])
        Person.objects.filter(pk=world.persons["mina"].pk).update(language="de")
    sessions = {}
    for name in PEOPLE:
        client = Client()
        client.force_login(world.persons[name])
        sessions[name] = client.cookies["sessionid"].value
    print(json.dumps(sessions))
    return 0
