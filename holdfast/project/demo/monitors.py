"""The monitors of the demo world: a page, a certificate and a job that calls, for a month, with one false alarm.

Another job, entered four days ago, fell silent a while ago: what it suggests waits for somebody to confirm or dismiss it.
Only this installation's own page is ever looked at: the certificate is of a name that is nobody's, so its monitor is
paused at the end of the history, and the weekly job calls next in a week.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from django.conf import settings

from holdfast.incidents.actions.confirming import dismiss_interruption
from holdfast.incidents.models import Interruption
from holdfast.monitors.actions.heartbeats import hear_heartbeat, make_address
from holdfast.monitors.actions.keeping import enter_monitor, pause_monitor
from holdfast.monitors.actions.measuring import claim, notice_silence, settle
from holdfast.monitors.checks import Finding, Heartbeat, Http, Tls
from holdfast.monitors.models import Kind, Monitor
from holdfast.project.demo.world import World

Step = Callable[[], object]
_PAGE, _CERTIFICATE, _JOB = "The status page", "Certificate of the API", "Weekly export"
_SILENT = "Recordings are filed"
_DAY: Final = timedelta(days=1)
_MINUTE: Final = timedelta(minutes=1)
_TOOK: Final = (212, 187, 240, 203, 195, 231, 208, 190, 266, 201, 198, 224)
_WRONG: Final = Finding(False, "It answers 503 Service Unavailable.")


@dataclass(frozen=True)
class Looks:
    """Looks that find what is said here; none is really made."""

    certificate: str

    def find(self, took: int | None) -> None:
        """All that is due is well, the page in that many ms; without, the page is not."""
        for each in claim(limit=10):
            if Monitor.objects.get(pk=each.monitor).kind == Kind.TLS:
                settle(each, Finding(True, self.certificate, 58))
            else:
                settle(each, Finding(True, "It answers 200.", took) if took else _WRONG)


def monitor_story(world: World, *, until: datetime) -> Iterator[tuple[datetime, Step]]:
    """When what happens."""
    kaveh, secret = world.persons["kaveh"], ""
    looks = Looks(f"The certificate is good until {until + 41 * _DAY:%-d %B %Y}.")

    def enter() -> None:
        nonlocal secret
        parts = world.components
        page = Http(address=f"{settings.SITE_URL}/status/")
        enter_monitor(parts["Platform: Sign-in"], page, name=_PAGE, every=300, within=10, by=kaveh)
        certificate = Tls(host="api.pellucid.example")
        enter_monitor(
            parts["Platform: API"], certificate, name=_CERTIFICATE, every=21_600, within=10, by=kaveh
        )
        week, day = 7 * 86_400, 86_400
        job = enter_monitor(
            parts["Reports: Exports"], Heartbeat(), name=_JOB, every=week, within=day, by=kaveh
        )
        secret = make_address(job, by=kaveh)

    yield until - 30 * _DAY, enter
    yield until - 30 * _DAY, lambda: looks.find(_TOOK[0])
    for days in (29, 22, 15, 8, 1):
        yield until - days * _DAY, lambda: hear_heartbeat(secret)
    yield from _false_alarm(world, looks, (until - 12 * _DAY).replace(hour=4, minute=31))
    for number, took in enumerate(_TOOK):
        yield until - (60 - 5 * number) * _MINUTE, partial(looks.find, took)
    yield from _silent_job(world, until)
    yield until - _MINUTE, lambda: pause_monitor(Monitor.objects.get(name=_CERTIFICATE), by=kaveh)


def _silent_job(world: World, until: datetime) -> Iterator[tuple[datetime, Step]]:
    """It calls each day, an hour late at most, and did not call today."""
    kaveh, secret = world.persons["kaveh"], ""

    def enter() -> None:
        nonlocal secret
        recordings = world.components["Voice: Recordings"]
        job = enter_monitor(recordings, Heartbeat(), name=_SILENT, every=86_400, within=3_600, by=kaveh)
        secret = make_address(job, by=kaveh)

    last = until - 25 * timedelta(hours=1) - 18 * _MINUTE
    yield until - 4 * _DAY, enter
    for days in (2, 1, 0):
        yield last - days * _DAY, lambda: hear_heartbeat(secret)
    yield until - 17 * _MINUTE, notice_silence


def _false_alarm(world: World, looks: Looks, at: datetime) -> Iterator[tuple[datetime, Step]]:
    """Six minutes in the night of which nobody had said a word."""

    def dismiss() -> None:
        found = Interruption.objects.get(suspicions__monitor__name=_PAGE)
        because = "The page was started anew after an update. Nobody had to wait for longer than six minutes."
        dismiss_interruption(found, reason=because, by=world.persons["bea"])

    for seconds in (0, 20, 40):
        yield at + timedelta(seconds=seconds), lambda: looks.find(None)
    for seconds in (340, 360):
        yield at + timedelta(seconds=seconds), lambda: looks.find(_TOOK[1])
    yield at + 26 * _MINUTE, dismiss
