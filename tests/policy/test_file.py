"""A policy as a file: read, with errors at the field; written to be read back; checked by a command."""

import io
import sys
from pathlib import Path

import msgspec
import pytest
from django.core.management import call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.kernel.refusal import Refused
from holdfast.policy.document import NamedHours
from holdfast.policy.reading import read_policy, shipped_policy
from holdfast.policy.writing import write_policy
from tests.policy.documents import sound, with_clause

SHIPPED = write_policy(shipped_policy())


@pytest.mark.parametrize(
    ("old", "new", "field", "message"),
    [
        (
            'limit = "15 min"',
            "limit = 15",
            "clauses.acknowledge.limit",
            "This must be text or a table, not a whole",
        ),
        ('title = "Turnaround"\n', "", "clauses.turnaround.title", "“title” is missing."),
        (
            'title = "Turnaround"\n',
            'title = "T"\ncolour = 1\n',
            "clauses.turnaround.colour",
            "is not known here",
        ),
        ('name = "Support policy"\n', "", "name", "is missing"),
        ("reopen_days = 14", 'reopen_days = "14"', "reopen_days", "This must be a whole number, not text."),
        (
            'limit = { 1 = "15 min"',
            'limit = { one = "15 min"',
            "clauses.first_response.limit",
            "numbers of priorities",
        ),
        ('words = "Total outage"', "words = true", "scenarios.total-outage.words", "text, not true or false"),
        ('title = "Support team"', "title = 1", "ladder.1.title", "This must be text"),
        ("warnings = [0.5,", "warnings = [nan,", None, "no number to reckon with"),
        ('name = "Support policy"', 'name = "Support policy', None, "not valid TOML"),
    ],
)
def test_an_error_in_a_file_is_named_by_its_field(
    old: str, new: str, field: str | None, message: str
) -> None:
    assert old in SHIPPED
    with pytest.raises(Refused, match=message) as refused:
        read_policy(SHIPPED.replace(old, new, 1).encode())
    assert (refused.value.code, refused.value.field) == ("unreadable_policy", field)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"x = " + b"[" * 50_000,
        b"#" * 300_000,
        b"a = " + b"9" * 5_000,
        b"[[clauses]]\nid = 1",
        b"a = 1979-05-27T07:32:00Z",
    ],
)
def test_hostile_files_are_refused_in_plain_words(content: bytes) -> None:
    with pytest.raises(Refused) as refused:
        read_policy(content)
    assert refused.value.code == "unreadable_policy"


def test_a_byte_order_mark_and_an_unquoted_date_are_read() -> None:
    calendar = 'name = "Own"\nhours = { timezone = "UTC", weekly = {}, holidays = [2026-12-25] }'
    document = read_policy(b"\xef\xbb\xbf" + f"{SHIPPED}\n[calendars.own]\n{calendar}\n".encode())
    assert document.calendars["own"].hours["holidays"] == ["2026-12-25"]


words = st.text(st.characters(codec="utf-8", exclude_categories=("C",)), max_size=30).map(
    lambda text: " ".join(text.split())
)


@given(words, words, st.lists(st.floats(0, 1), max_size=3), st.booleans())
@settings(max_examples=50, deadline=None)
def test_a_document_written_as_a_file_reads_back_to_the_same(
    name: str, key: str, warnings: list[float], climbs: bool
) -> None:
    hours = {"timezone": name, "weekly": {"mon": [["09:00", "17:00"]], key: []}, "holidays": ["2026-12-25"]}
    document = with_clause(
        msgspec.structs.replace(
            sound(),
            name=name,
            warnings=tuple(warnings),
            scenarios=(),
            calendars={key: NamedHours(name=name, hours=hours, holiday_names={"2026-12-25": name})},
        ),
        "turnaround",
        climbs=climbs,
        title=name,
    )
    normal = read_policy(write_policy(document).encode())
    assert read_policy(write_policy(normal).encode()) == normal
    if name.isascii() and key.isascii():
        assert normal == document


def test_the_command_names_each_problem_and_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "policy.toml"
    file.write_text(SHIPPED)
    with pytest.raises(SystemExit) as left:
        call_command("policy_check", file)
    lines = capsys.readouterr().out.splitlines()
    assert left.value.code == 1
    assert lines[0].startswith("clauses.turnaround.limit.1: Priority 1 has no turnaround")
    assert len(lines) == 6


def test_the_command_says_so_when_nothing_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "policy.toml"
    file.write_text(write_policy(sound()))
    call_command("policy_check", file)
    assert capsys.readouterr().out == "Nothing wrong.\n"


def test_the_command_reads_the_standard_input_and_names_what_it_cannot_read(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"name = 3")))
    for file in ("-", str(tmp_path / "missing.toml")):
        with pytest.raises(SystemExit) as left:
            call_command("policy_check", file)
        assert left.value.code == 1
    said = capsys.readouterr()
    assert said.out == "name: This must be text, not a whole number.\n"
    assert "No such file" in said.err
