import errno
import os
import re
import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import pytest
import time_machine

from holdfast.kernel.finding import Finding
from holdfast.project import checks
from holdfast.project.checks import Check
from holdfast.project.cli import COMMANDS, main
from holdfast.project.home import Home
from holdfast.project.lock import Lock
from holdfast.project.output import Output, under
from holdfast.project.ports import is_free, require_free
from holdfast.project.trouble import Trouble

ROOT = Path(__file__).resolve().parents[2]


def loaded_by(statement: str) -> str:
    """The modules that are loaded after a statement in a fresh Python."""
    program = f"import sys\n{statement}\nprint(*sys.modules, file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, stdin=subprocess.DEVNULL
    )
    assert done.returncode == 0, done.stderr
    return f" {done.stderr.strip()} "


def test_the_supervisor_never_imports_django():
    loaded = loaded_by("import holdfast.project.supervisor")
    assert " holdfast.project.supervisor " in loaded
    assert " django " not in loaded
    assert " psycopg " not in loaded


def test_a_web_process_has_read_every_page_before_it_waits_for_its_turn():
    assert " holdfast.web.queue.page " in loaded_by(
        "from holdfast.project.web import load_pages; load_pages()"
    )


@pytest.mark.parametrize("words", [["calendar", "eval"], ["mail", "inspect"]])
def test_the_contracts_start_without_django(words):
    loaded = loaded_by(f"from holdfast.project.cli import main; main({words!r})")
    assert " django " not in loaded


def test_an_unknown_command_is_answered_with_the_known_ones(capsys):
    assert main(["frobnicate"]) == 2
    said = capsys.readouterr().err
    assert all(name in said for name in COMMANDS)


@pytest.mark.parametrize("name", [name for name, each in COMMANDS.items() if each.takes is not None])
def test_a_command_that_is_asked_what_it_does_or_given_words_it_does_not_take_does_nothing(
    name, monkeypatch, capsys
):
    def run(words: list[str]) -> int:
        raise AssertionError(f"{name} ran with {words}")

    monkeypatch.setitem(COMMANDS, name, COMMANDS[name]._replace(run=run))
    assert main([*name.split(), "--help"]) == 0
    assert capsys.readouterr().out.startswith(f"Usage: holdfast {name}")
    if " " not in COMMANDS[name].takes:  # else it reads a value itself
        assert main([*name.split(), "--frobnicate"]) == 2
        assert capsys.readouterr().err.startswith(f"Usage: holdfast {name}")


def test_a_command_of_djangos_is_called_what_it_is_typed_as(capsys):
    with pytest.raises(SystemExit):
        main(["mail", "ingest", "--help"])
    assert "usage: holdfast mail ingest " in capsys.readouterr().out


@pytest.mark.parametrize("name", [name for name, each in COMMANDS.items() if each.database])
def test_without_a_database_a_command_says_so_and_begins_nothing(name, monkeypatch, capsys, tmp_path):
    monkeypatch.setenv("HOLDFAST_HOME", str(tmp_path))
    monkeypatch.setenv("HOLDFAST_SECRET_KEY", "k" * 64)
    monkeypatch.setenv("DATABASE_URL", "")
    assert main(name.split()) == 1
    assert f"No database is running for {tmp_path}: start Holdfast with bin/up" in capsys.readouterr().err
    if COMMANDS[name].database == "there":
        monkeypatch.setenv("DATABASE_URL", f"postgresql://somebody:w0rd@/x?host={tmp_path}")
        assert main(name.split()) == 1
        said = capsys.readouterr().err
        assert said.startswith("The database does not answer: ")
        assert "w0rd" not in said


def test_a_place_that_can_not_be_written_to_is_told_plainly(monkeypatch, capsys, tmp_path):
    (tmp_path / "file").write_text("")

    def run(words: list[str]) -> None:
        (tmp_path / "file" / words[0]).mkdir()

    monkeypatch.setitem(COMMANDS, "help export", COMMANDS["help export"]._replace(run=run, database=""))
    assert main(["help", "export", "x"]) == 1
    assert capsys.readouterr().err == f"{tmp_path}/file/x: Not a directory.\n"


def test_a_note_of_what_runs_that_can_not_be_read_is_told_plainly(monkeypatch, capsys, tmp_path):
    monkeypatch.setenv("HOLDFAST_HOME", str(tmp_path))
    (tmp_path / "running.json").write_text("{nonsense")
    assert main(["check"]) == 1
    assert "running.json can't be read; stop Holdfast and start it again." in capsys.readouterr().err


def test_a_command_whose_reader_has_gone_ends_without_a_word():
    program = [sys.executable, "-u", "-m", "holdfast.project.cli", "calendar", "eval"]
    with subprocess.Popen(
        program, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        running.stdout.close()
        running.stdin.write(b"{}\n" * 100)
        running.stdin.close()
        assert running.stderr.read() == b""
    assert running.returncode == 1


def test_a_second_supervisor_on_one_folder_is_refused_and_told_who_holds_it(tmp_path):
    home = Home(tmp_path / "home")
    home.create()
    first = Lock(home)
    with pytest.raises(Trouble, match=r"already runs in .*home \(process \d+ since"):
        Lock(home)
    first.release()
    second = Lock(home)
    assert not second.last_one_was_cut_short
    second.release()


def test_a_full_disk_keeps_nothing_off_the_terminal_and_adds_no_stack(capsys, tmp_path):
    (tmp_path / "web.log").symlink_to("/dev/full")
    output = Output(tmp_path)
    pipe = output.pipe("web", under("web"))
    os.write(pipe, b"one\ntwo\n")
    os.close(pipe)
    output.drain()
    said = capsys.readouterr()
    assert said.out.splitlines() == ["web      | one", "web      | two"]
    assert said.err == ""


def test_a_folder_of_another_account_is_refused_plainly(monkeypatch, capsys, tmp_path):
    def not_ours(self: Home) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(self.lock))

    monkeypatch.setenv("HOLDFAST_HOME", str(tmp_path))
    monkeypatch.setattr(Home, "create", not_ours)  # root, who may run the tests, is refused nothing
    assert main(["up"]) == 1
    assert capsys.readouterr().err.startswith(f"{tmp_path}/lock can't be read or written to by this account")


def taken_ports(stops: ExitStack) -> list[int]:
    """Two neighbouring ports that another program holds."""
    while True:
        first, second = (stops.enter_context(socket.socket()) for _ in range(2))
        first.bind(("127.0.0.1", 0))
        port = first.getsockname()[1]
        try:
            second.bind(("127.0.0.1", port + 1))
        except (OSError, OverflowError):
            continue
        first.listen()
        second.listen()
        return [port, port + 1]


def test_a_taken_port_is_named_and_a_free_one_is_proposed_that_is_none_of_ours():
    with ExitStack() as stops:
        port, next_one = taken_ports(stops)
        with pytest.raises(Trouble, match=f"Port {port} is taken by another program") as refused:
            require_free("127.0.0.1", port, setting="HOLDFAST_PORT", besides=[port, next_one + 1])
        (proposed,) = re.findall(r"HOLDFAST_PORT=(\d+) bin/up", str(refused.value))
        assert int(proposed) > next_one + 1
        assert is_free("127.0.0.1", int(proposed))


def test_check_says_what_is_wrong_and_fails(monkeypatch, capsys):
    def broken() -> Finding:
        raise RuntimeError

    def full() -> Finding:
        raise OSError(errno.ENOSPC, "No space left on device")

    found = [
        Check("database", lambda: Finding(False, "it does not answer.")),
        Check("tables", broken, needs_database=True),
        Check("web", broken),
        Check("disk speed", full),
        Check("disk", lambda: Finding(True, "9 GB free.")),
    ]
    monkeypatch.setattr(checks, "CHECKS", found)
    assert checks.check_everything() == 1
    assert capsys.readouterr().out.splitlines() == [
        "WRONG  database: it does not answer.",
        "WRONG  web: could not be checked (RuntimeError).",
        "WRONG  disk speed: could not be checked (No space left on device).",
        "fine   disk: 9 GB free.",
    ]


def test_check_is_not_content_with_a_port_that_gives_no_page(monkeypatch):
    monkeypatch.setattr(checks, "PATIENCE", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as hanging:
        monkeypatch.setenv("HOLDFAST_PORT", str(hanging.getsockname()[1]))
        assert checks.find_web().words.endswith("takes connections, but gives no page.")
    assert "nothing answers" in checks.find_web().words


def test_check_tells_of_secrets_that_others_may_read(monkeypatch, tmp_path):
    home = Home(tmp_path / "home")
    home.create()
    monkeypatch.setenv("HOLDFAST_HOME", str(home.path))
    assert checks.find_secrets().is_well
    for folder, mode in ((home.secrets, 0o705), (home.path, 0o777)):
        before = folder.stat().st_mode
        folder.chmod(mode)
        assert f"others on this machine may enter {folder}" in checks.find_secrets().words
        folder.chmod(before)


@pytest.mark.django_db
def test_check_finds_this_database_fit(monkeypatch):
    assert checks.find_database().is_well
    assert checks.find_tables().is_well
    assert checks.find_clock_skew().is_well


@pytest.mark.django_db
def test_t75_a_clock_that_differs_from_the_databases_is_told():
    with time_machine.travel(time.time() + 300):
        finding = checks.find_clock_skew()
    assert not finding.is_well
    assert "300 s ahead of the database" in finding.words


def test_the_lock_names_no_address_and_a_hash_for_everything():
    text = (ROOT / "requirements.lock").read_text()
    assert "://" not in text
    entries = [line for line in text.splitlines() if line[:1].isalnum()]
    assert len(entries) > 60
    assert all("==" in entry for entry in entries)
    for entry in text.replace("\\\n", " ").splitlines():
        assert entry.startswith("#") or "--hash=sha256:" in entry
