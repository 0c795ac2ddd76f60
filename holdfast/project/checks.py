"""`holdfast check`: what is wrong with an installation, in plain words."""

import http.client
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from typing import NamedTuple

from holdfast.kernel.finding import Finding
from holdfast.project import environment
from holdfast.project.home import Home
from holdfast.project.keys import FormerKeys
from holdfast.project.ports import is_answered, reached_at

LEAST_FREE = 1024**3
SLOWEST_DISK = 100  # writes made safe a second; below it a busy hour queues up
SHORTEST_KEY = 32
PATIENCE = 5  # seconds for a page


class Check(NamedTuple):
    """Something that can be wrong; `needs_database` is left out when there is none."""

    name: str
    find: Callable[[], Finding]
    needs_database: bool = False


def check_everything() -> int:
    """Print what each check found; returns 1 when anything is wrong."""
    everything_fine = True
    has_database = True
    for check in CHECKS:
        if check.needs_database and not has_database:
            continue
        try:
            finding = check.find()
        except Exception as error:
            # what the system says of a file or a line; any other error may hold what a client wrote
            why = (isinstance(error, OSError) and error.strerror) or type(error).__name__
            finding = Finding(False, f"could not be checked ({why}).")
        if check.name == "database":
            has_database = finding.is_well
        everything_fine = everything_fine and finding.is_well
        print(f"{'fine ' if finding.is_well else 'WRONG'}  {check.name}: {finding.words}")
    return 0 if everything_fine else 1


def find_key() -> Finding:
    """Whether what we sign could be signed by nobody else."""
    key = environment.read().secret_key
    if not key:
        return Finding(False, "HOLDFAST_SECRET_KEY is not set; bin/up makes one, and all parts share it.")
    if len(key) < SHORTEST_KEY:
        return Finding(
            False,
            f"HOLDFAST_SECRET_KEY has {len(key)} characters, and could be guessed; it needs {SHORTEST_KEY}.",
        )
    former = len(list(FormerKeys.read(environment.read().former_keys)))
    also = f"; {former} before it still count{'s' if former == 1 else ''}" if former else ""
    return Finding(True, f"{len(key)} characters{also}.")


def find_secrets() -> Finding:
    """Whether others on this machine may read what is secret, or put something in its place."""
    home = Home.from_environment()
    for folder, forbidden in ((home.path, 0o002), (home.secrets, 0o007), (home.logs, 0o007)):
        if folder.is_dir() and folder.stat().st_mode & forbidden:
            return Finding(False, f"others on this machine may enter {folder}: chmod o-rwx it.")
    return Finding(True, "only for their owner.")


def find_database() -> Finding:
    """Whether PostgreSQL answers and is recent enough."""
    import django
    from django.db import OperationalError, connection

    if not os.environ.get("DATABASE_URL"):
        return Finding(False, "none is running; start Holdfast with bin/up, or set DATABASE_URL.")
    django.setup()
    try:
        connection.ensure_connection()
    except OperationalError:
        return Finding(False, "it does not answer; is Holdfast running, and does DATABASE_URL hold?")
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        version = int(cursor.fetchone()[0])
    words = f"PostgreSQL {version // 10000} answers."
    return Finding(version >= 150000, words if version >= 150000 else f"{words} Holdfast needs 15 or later.")


def find_tables() -> Finding:
    """Whether every migration has been made."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        return Finding(False, f"{len(missing)} changes are missing; run bin/holdfast migrate.")
    return Finding(True, "up to date.")


def find_set_up() -> Finding:
    """Whether the set-up page was filled in: until then mail is asked to come again later."""
    from holdfast.people.actions.first_administrator import is_awaited

    if is_awaited():
        return Finding(
            False,
            "nobody is administrator yet, and mail is put off; open the link that bin/up prints"
            " (bin/holdfast manage setup_link prints another).",
        )
    return Finding(True, "done.")


def find_clock_skew() -> Finding:
    """How far this machine's clock is from the database's, which decides what is due (T75)."""
    from holdfast.project.node_clock import ALARMED_ABOVE, in_words, seconds_ahead

    ahead = seconds_ahead()
    if abs(ahead) > ALARMED_ABOVE:
        return Finding(False, f"this machine is {in_words(ahead)}; set both by NTP.")
    return Finding(True, f"within {max(abs(ahead), 0.1):.1f} s of the database.")


def find_disk_space() -> Finding:
    """Whether there is room where the data lies."""
    home = Home.from_environment().path
    free = shutil.disk_usage(home if home.exists() else home.parent).free
    words = f"{free / 1024**3:.1f} GB free at {home}."
    return Finding(
        free >= LEAST_FREE, words if free >= LEAST_FREE else f"only {words} PostgreSQL stops when it is full."
    )


def find_disk_speed() -> Finding:
    """How many small writes the disk makes safe in a second: each commit waits for one."""
    home = Home.from_environment().path
    if not home.exists():
        return Finding(False, f"{home} does not exist yet; start Holdfast with bin/up.")
    with tempfile.NamedTemporaryFile(dir=home) as file:
        began, count = time.monotonic(), 0
        while time.monotonic() - began < 0.3:
            os.pwrite(file.fileno(), b"\0" * 8192, 0)
            os.fsync(file.fileno())
            count += 1
        rate = count / (time.monotonic() - began)
    words = f"{rate:.0f} writes made safe a second."
    return Finding(
        rate >= SLOWEST_DISK, words if rate >= SLOWEST_DISK else f"only {words} Mail will queue up."
    )


def find_web() -> Finding:
    """Whether pages are served."""
    settings = environment.read()
    if not is_answered(settings.bind, settings.port):
        return Finding(False, f"nothing answers on port {settings.port}; start Holdfast with bin/up.")
    # a process that hangs still has its connections taken, by the system
    asked = http.client.HTTPConnection(reached_at(settings.bind), settings.port, timeout=PATIENCE)
    try:
        asked.request("GET", "/robots.txt")
        status = asked.getresponse().status
    except (OSError, http.client.HTTPException):
        return Finding(False, f"port {settings.port} takes connections, but gives no page.")
    finally:
        asked.close()
    if status >= 500:
        return Finding(False, f"port {settings.port} answers with an error ({status}).")
    return Finding(True, f"port {settings.port} answers.")


def find_mail_in() -> Finding:
    """Whether mail can be handed to us."""
    settings = environment.read()
    if is_answered(settings.mail_bind, settings.mail_port):
        return Finding(True, f"port {settings.mail_port} answers.")
    return Finding(False, f"nothing takes mail on port {settings.mail_port}; is the worker running?")


def find_stuck_loops() -> Finding:
    """Whether every loop that ever ran still comes round (T78)."""
    from holdfast.project.heartbeats import STUCK_AFTER, silences

    stuck = {loop: seconds for loop, seconds in silences().items() if seconds > STUCK_AFTER}
    if stuck:
        named = ", ".join(f"{loop} for {seconds / 60:.0f} minutes" for loop, seconds in sorted(stuck.items()))
        return Finding(False, f"silent: {named}. Is a worker running?")
    return Finding(True, "every loop comes round.")


def find_mail_out() -> Finding:
    """Whether the relay takes mail; without one, what would leave is kept in the outbox."""
    from holdfast.notices.checks import check_mail_out

    return check_mail_out()


def find_other_channels() -> Finding:
    """Whether the providers that are set answer: of texts and calls, and of Slack."""
    from holdfast.notices.checks import check_other_channels

    return check_other_channels()


def find_calls() -> Finding:
    """Whether calls can come in, and whom the line for Priority 1 rings."""
    from holdfast.channels.voice.checks import check_calls

    return check_calls()


def find_virus_scanner() -> Finding:
    """Whether attachments are shown to a virus scanner, and it answers (T39)."""
    from holdfast.project.scanning import given_up_lately, trouble

    if not environment.read().clamd:
        return Finding(True, "none; attachments are not scanned (HOLDFAST_CLAMD).")
    found = trouble() or given_up_lately()
    return Finding(not found, found or "it answers.")


def find_status_export() -> Finding:
    """Whether the place that the status page is kept in can be reached."""
    from holdfast.project.status_export.running import find_export

    return find_export()


def find_queue_age() -> Finding:
    """Whether notices leave, and arrived mail becomes tickets, in time."""
    from holdfast.channels.mail.certificate import Certificate
    from holdfast.channels.mail.checks import check_mail_in
    from holdfast.notices.checks import check_oldest_waiting

    settings = environment.read()
    notices = check_oldest_waiting()
    mail = check_mail_in(
        host=settings.mail_bind,
        port=settings.mail_port,
        lmtp_port=settings.lmtp_port,
        certificate=Certificate(settings.mail_tls_cert, settings.mail_tls_key),
    )
    late = [each for each in mail if not each.is_well]
    words = " ".join([notices.words, *(f"{each.about}: {each.words}" for each in late)])
    return Finding(notices.is_well and not late, words)


def find_broken_invariants() -> Finding:
    """Whether all holds that must hold about promises (communication.md, rule 7)."""
    from holdfast.promises.invariants import violations

    found = violations()
    return Finding(not found, " ".join(each.words for each in found) or "every promise is accounted for.")


CHECKS: list[Check] = [
    Check("disk space", find_disk_space),
    Check("disk speed", find_disk_speed),
    Check("key", find_key),
    Check("secrets", find_secrets),
    Check("database", find_database),
    Check("tables", find_tables, needs_database=True),
    Check("set-up", find_set_up, needs_database=True),
    Check("clock", find_clock_skew, needs_database=True),
    Check("worker", find_stuck_loops, needs_database=True),
    Check("web", find_web),
    Check("mail in", find_mail_in),
    Check("mail out", find_mail_out, needs_database=True),
    Check("other channels", find_other_channels, needs_database=True),
    Check("calls", find_calls, needs_database=True),
    Check("virus scanner", find_virus_scanner, needs_database=True),
    Check("status export", find_status_export),
    Check("queues", find_queue_age, needs_database=True),
    Check("promises", find_broken_invariants, needs_database=True),
]
