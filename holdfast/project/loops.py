"""Everything that a worker runs, on one page."""

import threading
from functools import cache

from holdfast.carriers.outgoing.guard import read_networks
from holdfast.carriers.wires import may_go_inside
from holdfast.channels.chat import loop as chats
from holdfast.channels.mail import imap_door, smtp_door, storing
from holdfast.channels.mail.certificate import Certificate
from holdfast.channels.mail.intake import Intake
from holdfast.channels.voice import loop as calls
from holdfast.channels.voice import recordings
from holdfast.clients import loop as clients
from holdfast.duty import loop as duty
from holdfast.escalation import loop as escalation
from holdfast.incidents import loop as incidents
from holdfast.knowledge import loop as knowledge
from holdfast.monitors.actions.keeping import LOOP as MONITORS
from holdfast.monitors.checks import Reach
from holdfast.monitors.loop import Rounds
from holdfast.notices.actions import sending
from holdfast.procedure import loop as procedure
from holdfast.project import auditor, environment, node_clock, presence, scanning
from holdfast.project.loop import Door, Loop
from holdfast.project.status_export.running import run_once as export_status
from holdfast.promises import loop as promises
from holdfast.promises import unaccepted


@cache
def _intake() -> Intake:
    return Intake()


def file_mail() -> float:
    """Turn stored mail into tickets, one batch."""
    return _intake().run_once()


@cache
def _rounds() -> Rounds:
    networks = read_networks(environment.read().monitor_inside)
    return Rounds(Reach(networks, allows_inside=may_go_inside()))


@cache
def _auditor() -> auditor.Auditor:
    return auditor.Auditor()


def audit() -> float:
    """Look whether all holds that must."""
    return _auditor().run_once()


def look_at_monitors() -> float:
    """Begin the looks that are due, settle those that have ended."""
    return _rounds().run_once()


def send_notices() -> float:
    """Send what is due, one run, unless the clock of this node is far off: then its rows are for others (T75)."""
    if not node_clock.may_send(node_clock.seconds_ahead()):
        return sending.IDLE
    return sending.run_once()


def send_posts() -> float:
    """The same for all channels other than mail."""
    if not node_clock.may_send(node_clock.seconds_ahead()):
        return sending.IDLE
    return sending.send_posts_once()


def serve_smtp(stop: threading.Event) -> None:
    """Take mail by SMTP, and by LMTP where a port is named."""
    env = environment.read()
    smtp_door.serve(
        stop,
        host=env.mail_bind,
        port=env.mail_port,
        lmtp_port=env.lmtp_port,
        certificate=Certificate(env.mail_tls_cert, env.mail_tls_key),
    )


def fetch_mailboxes(stop: threading.Event) -> None:
    """Fetch mail from the mailboxes of the settings; a restored copy would take it from the original."""
    if environment.read().nothing_leaves:
        return
    imap_door.serve(stop)


LOOPS: tuple[Loop, ...] = (
    Loop("promises", promises.run_once),
    Loop("acceptances", unaccepted.run_once),
    Loop("notices", send_notices),
    Loop("posts", send_posts),
    Loop("procedure", procedure.run_once),
    Loop("escalation", escalation.run_once),
    Loop("clients", clients.run_once),
    Loop("chats", chats.run_once),
    Loop("maintenance", incidents.run_once),
    Loop("duty", duty.run_once),
    Loop("articles", knowledge.run_once),
    Loop(MONITORS, look_at_monitors),
    Loop("auditor", audit),
    Loop("scanner", scanning.run_once),
    Loop(recordings.LOOP, calls.run_once),
    Loop("presence", presence.run_once),
    Loop("status-export", export_status),
    Loop(storing.LOOP, file_mail, where="mail"),
)
DOORS: tuple[Door, ...] = (Door("smtp", serve_smtp), Door("imap", fetch_mailboxes))
