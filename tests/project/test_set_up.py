"""What the commands do before there is a Python to do it in."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the project whose Pythons only say that they were called."""
    (tmp_path / "bin").mkdir()
    shutil.copy(ROOT / "bin" / "set-up", tmp_path / "bin")
    shutil.copy(ROOT / "bin" / "holdfast", tmp_path / "bin")
    (tmp_path / "requirements.lock").write_text("django==5.2\n")
    for place, says in ((".venv/bin/python", "ours"), ("python-of-the-system", "installs")):
        file = tmp_path / place
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f'#!/bin/sh\n[ "$1" = -c ] || echo {says}\n')
        file.chmod(0o755)
    return tmp_path


def said_by(copy: Path) -> list[str]:
    done = subprocess.run(
        [copy / "bin" / "holdfast", "check"],
        env=os.environ | {"HOLDFAST_PYTHON": str(copy / "python-of-the-system")},
        capture_output=True,
        text=True,
        check=True,
    )
    return [*done.stderr.split(), *done.stdout.split()]


def stamp(copy: Path, section: str) -> None:
    """Note that this section of the lock as it lies there is installed."""
    lock = (copy / "requirements.lock").open()
    checksum = subprocess.run(["cksum"], stdin=lock, capture_output=True, text=True, check=True).stdout
    (copy / ".venv" / f".installed-{section}").write_text(checksum)


@pytest.mark.parametrize("section", ["run", "all"])
def test_what_is_installed_is_not_installed_again_nor_a_smaller_part_of_it(copy: Path, section: str) -> None:
    assert said_by(copy) == ["installs", "ours"]
    stamp(copy, section)
    assert said_by(copy) == ["ours"]


def test_what_the_installation_says_and_reads_is_kept_out_of_a_commands_own_pipe(copy: Path) -> None:
    for python in ("python-of-the-system", ".venv/bin/python"):
        (copy / python).write_text('#!/bin/sh\n[ "$1" = -c ] || { echo it runs; cat; }\n')
    done = subprocess.run(
        [copy / "bin" / "holdfast", "mail", "inspect"],
        env=os.environ | {"HOLDFAST_PYTHON": str(copy / "python-of-the-system")},
        input="a mail",
        capture_output=True,
        text=True,
        check=True,
    )
    assert (done.stderr, done.stdout) == ("it runs\n", "it runs\na mail")


def test_another_lock_is_installed(copy: Path) -> None:
    stamp(copy, "all")
    (copy / "requirements.lock").write_text("django==5.3\n")
    assert said_by(copy) == ["installs", "ours"]
