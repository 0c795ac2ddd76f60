"""`holdfast clients import FILE [--dry-run]`."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from holdfast.clients.models import Organisation
from holdfast.kernel.models import TrailEntry
from holdfast.project.cli import COMMANDS
from holdfast.project.demo.world import World

Write = Callable[[str], str]


@pytest.fixture
def a_file(tmp_path: Path) -> Write:
    """The path of a file with these words in it."""

    def write(text: str) -> str:
        (tmp_path / "file.csv").write_text(text, encoding="cp1252")
        return str(tmp_path / "file.csv")

    return write


def test_a_dry_run_says_what_would_change_and_the_real_one_writes_it(
    world: World, a_file: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    path = a_file("client,time_zone\nBrüning Söhne,Europe/Berlin\nOsprey Lane Clinics,\n")
    call_command("clients_import", path, "--dry-run")
    said = capsys.readouterr()
    assert said.out.splitlines() == [
        "row 2: new Brüning Söhne (time_zone: Europe/Berlin)",
        "clients: 1 new, 0 changed, 0 ended, 1 unchanged. Nothing is written.",
    ]
    assert "Windows-1252" in said.err
    assert not Organisation.objects.filter(name="Brüning Söhne").exists()
    call_command("clients_import", path)
    assert capsys.readouterr().out == "clients: 1 new, 0 changed, 0 ended, 1 unchanged.\n"
    assert Organisation.objects.get(name="Brüning Söhne").time_zone == "Europe/Berlin"
    assert TrailEntry.objects.latest("pk").actor_kind == "system"
    assert "clients import" in COMMANDS


def test_wrong_rows_are_named_on_the_error_stream_and_nothing_is_written(
    world: World, a_file: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    path = a_file("client,component\nOsprey Lane Clinics,Mail: Inbound\nOsprey Lane Clinics,Chat: EU\n")
    before = TrailEntry.objects.count()
    with pytest.raises(CommandError, match="Nothing is written while a row is wrong") as failed:
        call_command("clients_import", path)
    assert failed.value.returncode == os.EX_DATAERR
    assert capsys.readouterr().err == "row 3: There is no component “Chat: EU”.\n"
    assert TrailEntry.objects.count() == before


def test_a_file_that_is_not_there_or_no_file_of_ours_is_said_in_one_line(world: World, a_file: Write) -> None:
    with pytest.raises(CommandError, match="No such file"):
        call_command("clients_import", "/nowhere/file.csv")
    with pytest.raises(CommandError, match="The first row names the columns"):
        call_command("clients_import", a_file("a,b\n1,2\n"))
