"""`holdfast keys`: a key is rotated with an overlap, and retired (T7)."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from holdfast.project.cli import main
from holdfast.project.home import Home, write_private_file
from holdfast.project.keys import FormerKeys, mark_of
from holdfast.project.surroundings import surroundings_of_parts

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A folder with its first key, which the environment does not name."""
    monkeypatch.setenv("HOLDFAST_HOME", str(tmp_path))
    monkeypatch.delenv("HOLDFAST_SECRET_KEY")
    monkeypatch.delenv("HOLDFAST_FORMER_KEYS", raising=False)
    made = Home(tmp_path)
    made.create()
    made.secret("secret-key")
    return made


def former(home: Home) -> FormerKeys:
    """What the parts that start now are told."""
    return FormerKeys.read(surroundings_of_parts(home, "")["HOLDFAST_FORMER_KEYS"])


def test_t7_the_next_start_signs_with_the_new_key_and_accepts_the_one_before_for_ninety_days(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    first = home.secret("secret-key")
    assert list(former(home)) == []
    with time_machine.travel(NOW, tick=False):
        assert main(["keys", "rotate"]) == 0
        assert surroundings_of_parts(home, "")["HOLDFAST_SECRET_KEY"] == home.secret("secret-key") != first
        assert former(home).ends == {first: NOW + timedelta(days=90)}
        assert first not in capsys.readouterr().out
        assert main(["keys", "list"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"present  {mark_of(home.secret('secret-key'))}",
        f"former   {mark_of(first)}  counts until 2027-02-22 12:00 UTC",
    ]
    assert [home.secret_key.stat().st_mode & 0o777, home.former_keys.stat().st_mode & 0o777] == [0o600] * 2
    with time_machine.travel(NOW + timedelta(days=90), tick=False):
        assert list(former(home)) == []


def test_t7_keys_that_overlap_keep_their_own_ends_and_those_that_ended_are_forgotten(home: Home) -> None:
    keys = []
    for day, counts in ((0, "10"), (8, "90"), (12, "5")):
        keys.append(home.secret("secret-key"))
        with time_machine.travel(NOW + timedelta(days=day), tick=False):
            assert main(["keys", "rotate", "--accept-for", counts]) == 0
    assert former(home).ends == {keys[1]: NOW + timedelta(days=98), keys[2]: NOW + timedelta(days=17)}


def test_t7_a_leaked_key_counts_no_more_from_the_next_start(home: Home) -> None:
    assert main(["keys", "rotate", "--accept-for", "0"]) == 0
    assert list(former(home)) == []
    assert main(["keys", "rotate"]) == 0
    assert len(list(former(home))) == 1
    assert main(["keys", "retire"]) == 0
    assert list(former(home)) == []
    assert main(["keys", "retire"]) == 1


def test_a_key_that_the_environment_gives_is_the_operators_to_change(
    home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HOLDFAST_SECRET_KEY", "given" * 10)
    in_the_folder = home.secret("secret-key")
    with time_machine.travel(NOW, tick=False):
        assert main(["keys", "rotate"]) == 0
    said = dict(line.split("=", 1) for line in capsys.readouterr().out.splitlines() if "='" in line)
    assert home.secret("secret-key") == in_the_folder
    assert json.loads(said["HOLDFAST_FORMER_KEYS"].strip("'")) == {"given" * 10: "2027-02-22T12:00:00Z"}
    assert len(said["HOLDFAST_SECRET_KEY"].strip("'")) > 48


def test_what_runs_with_the_key_before_is_said(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    first = home.secret("secret-key")
    write_private_file(home.running, json.dumps({"HOLDFAST_SECRET_KEY": first}))
    main(["keys", "rotate"])
    main(["keys", "list"])
    assert f"What runs here was started with {mark_of(first)}; " in capsys.readouterr().out


@pytest.mark.parametrize(
    "words", [["--accept-for"], ["--accept-for", "soon"], ["--now"], ["--accept-for", "-1"]]
)
def test_an_option_that_is_none_changes_no_key(home: Home, words: list[str]) -> None:
    first = home.secret("secret-key")
    assert main(["keys", "rotate", *words]) == 1
    assert home.secret("secret-key") == first
    assert not home.former_keys.exists()


@pytest.mark.parametrize("words", [["keys", "list"], ["keys", "rotate"], ["keys", "retire"]])
def test_former_keys_that_can_not_be_read_are_told_plainly_and_left_alone(
    home: Home, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    write_private_file(home.former_keys, "{broken")
    assert main(words) == 1
    assert f"{home.former_keys} can't be read" in capsys.readouterr().err
    assert home.former_keys.read_text() == "{broken"
