import http.client
import shutil
import socket
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from tests.project.installation import Installation, free_port

# one person and their session, made where the application itself would make them
SIGNED_IN = """
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from holdfast.people.models import Person
person = Person.objects.create(email="ada@vendor.example", roles=["agent", "administrator"])
session = SessionStore()
session[SESSION_KEY] = str(person.pk)
session[BACKEND_SESSION_KEY] = "holdfast.clients.signed_in.Backend"
session[HASH_SESSION_KEY] = person.get_session_auth_hash()
session.save()
print("session", session.session_key)
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="holdfast life "))
    made.chmod(0o711)  # as root the database's account must pass through
    yield made
    shutil.rmtree(made)


@pytest.fixture
def installation(folder: Path) -> Iterator[Installation]:
    made = Installation(folder / "a home")
    yield made
    if made.process is not None and made.process.poll() is None:
        made.stop()


def all_gone(processes: list[psutil.Process], within: float) -> bool:
    """Whether every one of these ends within so many seconds; whose parent is late to ask has ended too."""
    remaining = psutil.wait_procs(processes, timeout=within)[1]
    return all(_has_ended(process) for process in remaining)


def _has_ended(process: psutil.Process) -> bool:
    try:
        return process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def open_stream(installation: Installation, session: str) -> http.client.HTTPResponse:
    """What an open page of the desk holds."""
    connection = http.client.HTTPConnection("127.0.0.1", installation.port, timeout=10)
    connection.request("GET", "/events?topics=queue", headers={"Cookie": f"sessionid={session}"})
    response = connection.getresponse()
    assert response.status == 200
    return response


def fetch(installation: Installation, session: str, path: str) -> tuple[int, bytes]:
    """A page, as whoever is signed in gets it."""
    connection = http.client.HTTPConnection("127.0.0.1", installation.port, timeout=10)
    connection.request("GET", path, headers={"Cookie": f"sessionid={session}"})
    response = connection.getresponse()
    return response.status, response.read()


def sign_somebody_in(installation: Installation) -> str:
    """A person of the vendor, whom no start may lose; returns the key of their session."""
    return installation.run("manage", "shell", "--no-imports", "-c", SIGNED_IN).stdout.split()[-1]


@pytest.mark.parametrize("setting", ["HOLDFAST_MAIL_PORT", "HOLDFAST_LMTP_PORT"])
def test_a_taken_port_is_named_and_nothing_is_started(installation, setting, monkeypatch):
    monkeypatch.setenv("HOLDFAST_LMTP_PORT", str(free_port()))
    wanted = installation.surroundings[setting]
    with socket.socket() as other:
        other.bind(("127.0.0.1", int(wanted)))
        other.listen()
        done = installation.run("up")
    assert done.returncode == 1
    assert f"Port {wanted} is taken" in done.stderr
    assert setting in done.stderr
    assert not (installation.home / "postgres").exists()


def test_it_starts_recovers_after_kill_9_and_stops_with_open_pages_without_an_orphan_and_loses_nothing(
    installation,
):
    session = start_for_the_first_time(installation)
    recover_single_parts(installation)
    recover_from_kill_9(installation)
    stop_with_open_pages(installation, session)


def start_for_the_first_time(installation: Installation) -> str:
    """In an empty folder; the session of somebody who is signed in from then on."""
    assert installation.start() < 60
    assert any("/set-up/" in line for line in installation.said)
    assert "/set-up/" not in "".join(path.read_text() for path in (installation.home / "logs").iterdir())

    # a second one on the same folder is refused, and disturbs nothing
    second = Installation(installation.home)
    refused = second.run("up")
    assert refused.returncode == 1
    assert "already runs" in refused.stderr
    assert installation.page() is not None

    # it was not created as a test, whatever is said later: its clock can't be moved
    with installation.database() as connection:
        for change in ("clock_offset = interval '1 hour'", "is_test = true"):
            with pytest.raises(psycopg.IntegrityError):
                connection.execute(f"UPDATE kernel_installation SET {change}")

    session = sign_somebody_in(installation)
    stream = open_stream(installation, session)
    with installation.database() as connection:
        connection.execute("""SELECT pg_notify('holdfast', '["queue"]')""")
    while stream.readline() != b"data: queue\n":
        pass

    # an answer that is made piece by piece comes whole
    status, trail = fetch(installation, session, "/desk/trail/file/")
    assert status == 200
    assert trail.startswith(b"at,about,what,by,sentence\r\n")

    # a command typed where nobody named the ports finds those that are used
    checked = installation.run("check", unsaid=("HOLDFAST_PORT", "HOLDFAST_MAIL_PORT")).stdout
    assert f"fine   web: port {installation.port} answers." in checked
    assert f"fine   mail in: port {installation.mail_port} answers." in checked
    return session


def recover_single_parts(installation: Installation) -> None:
    # the database is killed: it comes back by itself, with all that was committed
    installation.part("postgres", "-D").kill()
    installation.wait_for(lambda: installation.page() is not None)
    installation.wait_for(lambda: _count_people(installation) == 1)
    assert "FATAL" not in "".join(installation.said)

    # so does the web process
    killed = installation.part("cli web")
    killed.kill()
    installation.wait_for(lambda: (now := installation.part("cli web")) is not None and now.pid != killed.pid)
    installation.wait_for(lambda: installation.page() is not None)
    installation.wait_for(lambda: installation.part("cli worker") is not None)


def recover_from_kill_9(installation: Installation) -> None:
    orphans = installation.everything()
    orphans[0].kill()
    # at once: the parts of the last one are still leaving
    took = installation.start()
    assert took < 20
    assert all_gone(orphans, within=1)
    assert _count_people(installation) == 1

    everything = installation.everything()
    for process in everything:
        _kill(process)
    installation.process.wait(10)
    assert all_gone(everything, within=10)
    installation.start()
    assert _count_people(installation) == 1
    installation.wait_for(lambda: installation.part("cli worker") is not None)
    assert "FATAL" not in "".join(installation.said)


def stop_with_open_pages(installation: Installation, session: str) -> None:
    streams = [open_stream(installation, session) for _ in range(3)]
    everything = installation.everything()
    assert installation.stop() < 10
    assert installation.process.returncode == 0
    assert all_gone(everything, within=1)
    assert all(stream.read() is not None for stream in streams)  # ended, not torn


def _kill(process: psutil.Process) -> None:
    try:
        process.kill()
    except psutil.NoSuchProcess:
        return


def _count_people(installation: Installation) -> int | None:
    try:
        with installation.database() as connection:
            row = connection.execute("SELECT count(*) FROM people_person").fetchone()
    except psycopg.OperationalError:
        time.sleep(0.1)
        return None
    return None if row is None else int(row[0])
