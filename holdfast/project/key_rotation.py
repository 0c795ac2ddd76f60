"""`holdfast keys`: look at the keys, take a new one, let former ones end (T7). All of it counts from the next start."""

from __future__ import annotations

import json
import os
import secrets
from datetime import timedelta
from typing import Final

from holdfast.project.home import Home, write_private_file
from holdfast.project.keys import FormerKeys, mark_of
from holdfast.project.trouble import Trouble

OVERLAP: Final = 90
"""Days that a former key counts unless the operator says otherwise: older mail is answered by its references."""

_TO_START: Final = "It counts from the next start of Holdfast."


def list_keys() -> None:
    """Print the keys by their marks, and till when each counts."""
    home = Home.from_environment()
    print(f"present  {mark_of(_present(home))}")
    former = _former(home)
    for key in former:
        print(f"former   {mark_of(key)}  counts until {former.ends[key]:%Y-%m-%d %H:%M} UTC")
    started_with = _started_with(home)
    if started_with and started_with != _present(home):
        print(f"What runs here was started with {mark_of(started_with)}; stop it and start it again.")


def rotate(words: list[str]) -> None:
    """Make a new key the present one; the one before counts for a while more."""
    home = Home.from_environment()
    present = _present(home)
    former = _former(home).joined_by(present, counts_for=timedelta(days=_days(words)))
    new = secrets.token_urlsafe(48)
    if _is_given():
        _print_for_environment(new, former)
        return
    # in this order: killed in between, the present key is named twice, and nothing that it signed is lost
    write_private_file(home.former_keys, former.written() + "\n")
    write_private_file(home.secret_key, new + "\n")
    print(f"The key is {mark_of(new)} now. {_TO_START} Keep a copy of {home.secrets}.")


def retire() -> None:
    """End all former keys at once."""
    home = Home.from_environment()
    ended = ", ".join(map(mark_of, _former(home)))
    if not ended:
        raise Trouble("There is no former key that still counts.")
    if _is_given():
        _print_for_environment(_present(home), FormerKeys({}))
        return
    home.former_keys.unlink()
    print(f"Counts no more: {ended}. {_TO_START}")


def _present(home: Home) -> str:
    if _is_given():
        return os.environ["HOLDFAST_SECRET_KEY"]
    if not home.secret_key.is_file():
        raise Trouble(
            f"There is no key in {home.secrets} yet; bin/up makes one. Where HOLDFAST_SECRET_KEY gives it, give it to"
            " this command too."
        )
    return home.secret("secret-key")


def _former(home: Home) -> FormerKeys:
    told = os.environ.get("HOLDFAST_FORMER_KEYS") or ("" if _is_given() else home.former_keys_as_written())
    try:
        return FormerKeys.read(told)
    except ValueError:
        named = "HOLDFAST_FORMER_KEYS" if os.environ.get("HOLDFAST_FORMER_KEYS") else str(home.former_keys)
        raise Trouble(
            f"{named} can't be read: put it back from a backup, or remove it, and what its keys signed counts no"
            " more."
        ) from None


def _is_given() -> bool:
    return bool(os.environ.get("HOLDFAST_SECRET_KEY"))


def _started_with(home: Home) -> str:
    if not home.running.is_file():
        return ""
    return str(json.loads(home.running.read_text(encoding="utf-8")).get("HOLDFAST_SECRET_KEY", ""))


def _days(words: list[str]) -> int:
    if not words:
        return OVERLAP
    if len(words) == 2 and words[0] == "--accept-for" and words[1].isdecimal() and len(words[1]) < 5:
        return int(words[1])
    raise Trouble(
        f"keys rotate takes one option, --accept-for DAYS: how long the present key still counts ({OVERLAP} unless"
        " you say otherwise, 0 for a key that leaked)."
    )


def _print_for_environment(present: str, former: FormerKeys) -> None:
    print(
        "HOLDFAST_SECRET_KEY is set here, so keys are yours to keep. Set for all parts, and start them again:"
    )
    print(f"HOLDFAST_SECRET_KEY='{present}'")
    print(f"HOLDFAST_FORMER_KEYS='{former.written() if list(former) else ''}'")
