"""Office, Consoles: the secret is told once, and a token that is not believed is told in words why."""

from __future__ import annotations

import re
import shlex
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from holdfast.channels.console.identity import identify
from holdfast.channels.console.models import Console, UsedToken
from holdfast.kernel import clock
from holdfast.project.demo.consoles import enter_console
from holdfast.project.demo.world import World
from tests.channels.console.consoles import console_of, shared_key, signed
from tests.web.doors import At
from tests.world import Clock

SECRET = re.compile(r"[a-z2-7]{52}")


def test_a_console_is_entered_gets_its_keys_and_is_retired(world: World, at_desk: At) -> None:
    door = at_desk(world.piotr)
    entered = {"name": "Chat console", "product": world.products["chat"].pk, "organisation": ""}
    wrong = door.post("/desk/consoles/new/", {**entered, "origins": "https://*.example"})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["origins"])
    door.post("/desk/consoles/new/", {**entered, "origins": "https://App.example/\nhttps://b.example:8443"})
    console = Console.objects.get()
    assert console.origins == ["https://app.example", "https://b.example:8443"]
    page = f"/desk/consoles/{console.pk}/"
    made = door.post(f"{page}key/", {"algorithm": "HS256", "public_key": ""}).content.decode()
    secret = SECRET.search(made)
    assert secret
    assert secret[0] not in door.get(page).content.decode(), "shown once"
    refused = door.post(f"{page}key/", {"algorithm": "EdDSA", "public_key": "x"})
    assert list(refused.context["form"].errors) == ["public_key"]
    door.post(f"{page}about/", {"name": "Chat", "origins": ""})
    console.refresh_from_db()
    assert (console.name, console.origins, console.takes_newcomers) == ("Chat", [], False)
    assert "1 key" in door.get("/desk/consoles/").content.decode()
    door.post(f"{page}end/")
    assert "Retired" in door.get("/desk/consoles/").content.decode()
    assert (
        "made a new key (HS256) for the product console Chat console"
        in door.get("/desk/trail/").content.decode()
    )


def test_a_pasted_token_is_judged_in_words_and_not_used_up(
    world: World, at_desk: At, the_clock: Clock
) -> None:
    made = shared_key(world, console_of(world))
    door, page = at_desk(world.piotr), f"/desk/consoles/{made.key.console_id}/"

    def told(token: str) -> tuple[bool, str]:
        result = door.post(page, {"token": token}).context["result"]
        return result.is_believed, result.words

    good = signed(made)
    assert told(good) == told(good) == (True, "It is Orla Thistlewick of Osprey Lane Clinics.")
    assert not UsedToken.objects.exists()
    assert told(signed(made, email="new@x.example")) == (
        True,
        "It is new@x.example of Osprey Lane Clinics, a new contact, not confirmed.",
    )
    assert told(signed(made, organisation="8")) == (False, "No client has the external reference 8.")
    other = shared_key(world, console_of(world, name="Another"))
    assert told(signed(other)) == (False, "A key of Another signed it.")
    the_clock.forward(minutes=5)
    assert told(good) == (False, "It ran out at 12:05:00 UTC.")


def test_the_list_asks_a_fixed_number_of_questions(world: World, at_desk: At) -> None:
    door = at_desk(world.piotr)
    asked = []
    for name in ("One", "Two", "Three"):
        shared_key(world, console_of(world, name=name))
        with CaptureQueriesContext(connection) as seen:
            assert name in door.get("/desk/consoles/").content.decode()
        asked.append(len(seen))
    assert asked[0] == asked[1] == asked[2] <= 10


def test_a_token_can_be_minted_on_the_command_line_to_try_it_out(world: World) -> None:
    console = console_of(world)
    with pytest.raises(CommandError, match="no shared secret"):
        call_command("console_token", console.name, "orla@ospreylane.example")
    with pytest.raises(CommandError, match="There are: Chat console"):
        call_command("console_token", "Nothing", "orla@ospreylane.example")
    console.delete()
    words, out = shlex.split(enter_console(world)), StringIO()
    call_command(f"{words[1]}_{words[2]}", *words[3:], stdout=out)
    token, link = out.getvalue().split()
    assert link.endswith(f"/support/from/?token={token}")
    found = identify(token, now=clock.now())
    assert (found.person, found.console.name) == (world.orla, "Chat console")
