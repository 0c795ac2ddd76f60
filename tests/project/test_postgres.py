import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from holdfast.project.home import Home
from holdfast.project.output import only_failures_of
from holdfast.project.postgres import place as places
from holdfast.project.postgres.binaries import find_binaries, major_version
from holdfast.project.postgres.cluster import prepare_files
from holdfast.project.postgres.place import LONGEST_SOCKET_FOLDER, Place, settle_place
from holdfast.project.postgres.server import Server
from holdfast.project.postgres.tuning import settings
from holdfast.project.trouble import Trouble

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that the database's account may pass through also when the tests run as root."""
    made = Path(tempfile.mkdtemp(prefix="holdfast place "))
    made.chmod(0o711)
    yield made
    shutil.rmtree(made)


def place_in(folder: Path) -> Place:
    home = Home(folder)
    home.create()
    return settle_place(home, find_binaries(), print)


def started(place: Place, log: Path) -> Server:
    prepare_files(place, password="secret", durable=False)
    output = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)  # left open: it may be started once more
    server = Server(place, output=output, say=print)
    server.start()
    return server


def ask(server: Server, question: str) -> str:
    with psycopg.connect(server.superuser_address("secret")) as connection:
        return str(connection.execute(question).fetchone()[0])


def test_it_starts_in_a_path_with_spaces_survives_kill_9_and_trusts_no_pid_file(folder):
    place = place_in(folder)
    server = started(place, folder / "log")
    try:
        assert ask(server, "SELECT lower('ÄÖ')") == "äö"
        # whoever reaches the socket still needs a password
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(server.superuser_address("wrong"))
        assert stat.S_IMODE(place.data.stat().st_mode) == 0o700
        assert stat.S_IMODE(place.sockets.stat().st_mode) == 0o700

        # killed, and its number given to somebody else of the same account, as after a restart
        server.process.kill()
        server.process.wait()
        with subprocess.Popen(["sleep", "60"], **place.account.to_run_as()) as stranger:
            try:
                pid_file = place.data / "postmaster.pid"
                pid_file.write_text(
                    str(stranger.pid) + pid_file.read_text()[pid_file.read_text().index("\n") :]
                )
                server.start()
                assert ask(server, "SELECT 1") == "1"
                assert stranger.poll() is None
            finally:
                stranger.kill()

        # the power went while its pid file was made
        server.process.kill()
        server.process.wait()
        pid_file.write_text("")
        place.data.chmod(0o755)  # as a copy, or somebody's chmod, leaves it
        prepare_files(place, password="secret", durable=False)
        server.start()
        assert ask(server, "SELECT 1") == "1"
    finally:
        server.stop()
    assert server.process.returncode == 0
    assert not (place.data / "postmaster.pid").exists()


def test_what_a_killed_one_left_running_is_waited_for_in_our_own_words(folder, capsys):
    server = started(place_in(folder), folder / "log")
    try:
        with closing(psycopg.connect(server.superuser_address("secret"), autocommit=True)) as busy:
            busy.pgconn.send_query(b"SELECT 1; SELECT count(*) FROM generate_series(1, 15000000)")
            busy.pgconn.flush()
            while b"generate_series" not in _asked(server):
                pass
            server.process.kill()
            server.process.wait()
            server.start()
        assert ask(server, "SELECT 1") == "1"
    finally:
        server.stop()
    said = (folder / "log").read_text().splitlines()
    assert any("shared memory" in line for line in said if "FATAL:" in line)
    shown = only_failures_of("postgres")
    assert [line for line in said if shown(line)] == []
    assert shown("2026-11-24 [7] FATAL:  could not open file") is not None
    assert capsys.readouterr().out.count("Of a PostgreSQL that was killed something still runs") == 1


def _asked(server: Server) -> bytes:
    question = "SELECT string_agg(query, ';') FROM pg_stat_activity WHERE state = 'active' AND pid <> pg_backend_pid()"
    return ask(server, question).encode()


def test_an_older_database_is_refused_with_what_to_do_and_left_alone(folder):
    place = place_in(folder)
    place.data.mkdir()
    (place.data / "PG_VERSION").write_text("14\n")
    with pytest.raises(Trouble, match=r"PostgreSQL 14.*HOLDFAST_POSTGRES_BIN=/usr/lib/postgresql/14/bin"):
        prepare_files(place, password="secret")
    assert [path.name for path in place.data.iterdir()] == ["PG_VERSION"]


def test_a_folder_that_is_no_database_is_never_overwritten(folder):
    place = place_in(folder)
    place.data.mkdir()
    (place.data / "diary.txt").write_text("mine")
    with pytest.raises(Trouble, match="no PostgreSQL folder"):
        prepare_files(place, password="secret")


def test_a_start_cut_short_leaves_nothing_that_looks_finished(folder):
    place = place_in(folder)
    (place.folder / "data.unfinished").mkdir()
    (place.folder / "data.unfinished" / "half").write_text("")
    prepare_files(place, password="secret", durable=False)
    assert (place.data / "PG_VERSION").read_text().strip() == str(major_version(place.binaries))
    assert not (place.folder / "data.unfinished").exists()


def test_a_long_path_gets_a_short_private_socket_folder_elsewhere(folder):
    place = place_in(folder / ("long" * 30))
    assert len(str(place.sockets)) <= LONGEST_SOCKET_FOLDER
    assert stat.S_IMODE(place.sockets.stat().st_mode) == 0o700
    assert place.data not in place.sockets.parents
    place.sockets.rmdir()


@pytest.mark.parametrize("name", ['a "place"', "here, there"])
def test_a_path_that_no_socket_can_have_gets_a_plain_one(folder, name):
    (folder / name).mkdir(mode=0o711)
    place = place_in(folder / name)
    server = started(place, folder / "log")
    try:
        assert ask(server, "SELECT 1") == "1"
    finally:
        server.stop()
        place.sockets.rmdir()


def test_a_short_socket_folder_of_somebody_else_is_refused(folder):
    place = place_in(folder / ("long" * 30))
    place.sockets.chmod(0o777)
    with pytest.raises(Trouble, match="belongs to somebody else"):
        place_in(folder / ("long" * 30))
    place.sockets.rmdir()


def test_what_the_account_cannot_reach_is_kept_elsewhere_and_said_and_no_parent_is_opened(
    folder, monkeypatch
):
    said = []
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    home = Home(closed / "home")
    home.create()
    system = folder / "system"
    monkeypatch.setattr(places, "SYSTEM_FOLDER", system)
    place = settle_place(home, find_binaries(), said.append)
    if os.geteuid() == 0:
        assert place.folder.parent == system
        assert str(place.folder) in said[0]
        # and found again, wherever the home folder is moved
        home.path.rename(folder / "moved")
        assert settle_place(Home(folder / "moved"), find_binaries(), print).folder == place.folder
        shutil.rmtree(system)
        with pytest.raises(Trouble, match="not there"):
            settle_place(Home(folder / "moved"), find_binaries(), print)
    else:
        assert place.folder == home.path / "postgres"
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700


def test_programs_out_of_reach_are_copied_and_run(folder):
    hidden = folder / "hidden"
    hidden.mkdir(mode=0o700)
    binaries = hidden / "pginstall" / "bin"
    binaries.mkdir(parents=True)
    (binaries / "postgres").write_text("#!/bin/sh\necho postgres 18.6\n")
    (binaries / "postgres").chmod(0o755)
    home = Home(folder / "home")
    home.create()
    found = settle_place(home, binaries, print).binaries
    assert subprocess.run([found / "postgres"], capture_output=True, text=True).stdout == "postgres 18.6\n"
    assert (found != binaries) == (os.geteuid() == 0)
    assert stat.S_IMODE(hidden.stat().st_mode) == 0o700


def test_the_binaries_are_named_by_the_environment_or_missing_in_plain_words(folder, monkeypatch):
    monkeypatch.setenv("HOLDFAST_POSTGRES_BIN", str(folder))
    with pytest.raises(Trouble, match="HOLDFAST_POSTGRES_BIN"):
        find_binaries()


def test_t81_nothing_that_clients_wrote_reaches_the_database_log(folder):
    chosen = settings(folder)
    assert chosen["log_min_error_statement"] == "panic"
    assert chosen["log_min_duration_statement"] == -1
    assert chosen["log_error_verbosity"] == "terse"


def test_only_tests_may_forget_what_was_committed(folder):
    assert "fsync" not in settings(folder)


def test_secrets_are_made_once_and_for_their_owner_only(folder):
    home = Home(folder / "home")
    home.create()
    first = home.secret("key")
    assert home.secret("key") == first
    assert len(first) >= 60
    assert stat.S_IMODE((home.secrets / "key").stat().st_mode) == 0o600
    assert stat.S_IMODE(home.secrets.stat().st_mode) == 0o700


def test_the_database_ends_when_the_process_that_started_it_is_killed(folder):
    place = place_in(folder)
    prepare_files(place, password="secret", durable=False)
    holder = (
        "import sys, time; from pathlib import Path; from holdfast.project.home import Home\n"
        "from holdfast.project.postgres.binaries import find_binaries\n"
        "from holdfast.project.postgres.place import settle_place\n"
        "from holdfast.project.postgres.server import Server\n"
        f"place = settle_place(Home(Path({str(folder)!r})), find_binaries(), print)\n"
        "server = Server(place, output=1, say=print); server.start()\n"
        "print('READY', flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", holder], stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as killed:
        while "READY" not in killed.stdout.readline():
            assert killed.poll() is None
        killed.send_signal(signal.SIGKILL)
    # the next start waits for it to end, and is not kept away
    server = started(place, folder / "log")
    assert ask(server, "SELECT 1") == "1"
    server.stop()
