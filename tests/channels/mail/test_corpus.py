"""The corpus, mail by mail: real shapes of real programs, and what the reader must make of them (T17, T31,
T32, T40)."""

from typing import Any

import pytest

from holdfast.channels.mail.reading.contract import as_contract
from holdfast.channels.mail.reading.message import read_message
from tests.channels.mail.corpus.case import Case
from tests.channels.mail.corpus.catalogue import MODULES

KINDS = pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__.rsplit(".", 1)[-1])
"""A test for each kind of mail: handing each mail out by itself takes longer than reading it."""


@KINDS
def test_t24_t31_t39_the_mail_is_read_as_it_was_meant(module: Any) -> None:
    assert [wrong for case in module.CASES if (wrong := _misread(case))] == []


def _misread(case: Case) -> tuple[str, ...] | None:
    found = as_contract(read_message(case.raw))
    other = [key for key in case.expected if found[key] != case.expected[key]]
    lost = [word for word in case.says if word not in found["text"]]
    shown = [word for word in case.hides if word in found["text"]]
    if other or lost or shown:
        return case.name, *(f"{key}: {found[key]!r}" for key in other), *lost, *shown
    return None


@KINDS
def test_line_ends_of_the_wire_change_no_word(module: Any) -> None:
    for case in module.CASES:
        wired = case.raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        if wired == case.raw:
            wired = case.raw.replace(b"\r\n", b"\n")
        there, here = as_contract(read_message(wired)), as_contract(read_message(case.raw))
        for key in ("subject", "from", "to", "date", "text", "reply_text", "bounce", "auto_submitted"):
            assert there[key] == here[key], (case.name, key)


def test_there_are_enough_mails_and_each_has_a_name_of_its_own() -> None:
    names = [case.name for module in MODULES for case in module.CASES]
    assert len(names) >= 120
    assert len({(module.__name__, case.name) for module in MODULES for case in module.CASES}) == len(names)


def test_the_object_has_exactly_the_keys_of_the_contract() -> None:
    assert list(as_contract(read_message(b"Subject: x\n\ny\n"))) == [
        "message_id", "in_reply_to", "references", "date", "from", "to", "cc", "subject", "text", "reply_text", "html",
        "attachments", "auto_submitted", "bounce",
    ]  # fmt: skip
