"""`python -m bench.status`: the status page and its documents under a rush, asked for by four readers.

Aim (issue, 'Public status page, and formats'): ≥ 2,000 requests a second on this machine. One `holdfast web` process, as
shipped; readers, PostgreSQL and it share the two cores.
"""

from __future__ import annotations

import http.client
import time
from typing import TYPE_CHECKING

from bench.installation import installation, machine
from bench.rush import Asked, rate, request
from bench.web_processes import web_processes

if TYPE_CHECKING:
    from holdfast.project.demo.world import World

READERS = 4
AIM = 2_000
_PAST, _OPEN = 60, 3
"""Interruptions that are over, and that last."""


def main() -> None:
    with installation() as world:
        _fill(world)
        with web_processes(1) as ((port,), _):
            print(f"{machine()}; {_PAST} interruptions of the last ninety days and {_OPEN} that last")
            made = _made(port)
            print(f"{'the page, made':40}{made * 1000:8.1f} ms")
            _line("the page", request(port, "/status/", Accept_Encoding="gzip"))
            _line("the page, not packed", request(port, "/status/"))
            etag = _etag(port)
            _line("the page, to who has it (304)", request(port, "/status/", If_None_Match=etag), status=304)
            _line("summary.json", request(port, "/api/v2/summary.json", Accept_Encoding="gzip"))
            _line("history.atom", request(port, "/history.atom", Accept_Encoding="gzip"))
            _line(
                "the page, for somebody signed in", request(port, "/status/", Cookie="sessionid=none"), aim=0
            )


def _line(name: str, asked: Asked, *, status: int = 200, aim: int = AIM) -> None:
    seen = rate([asked] * READERS, status=status)
    against = f"   aim ≥ {aim:,}/s ({seen / aim:.2f})" if aim else ""
    print(f"{name:40}{seen:8,.0f}/s{against}", flush=True)


def _made(port: int) -> float:
    """How long the first reader waits, after it was made once."""
    _get(port)
    time.sleep(16)  # until it counts as old
    began = time.perf_counter()
    _get(port)
    return time.perf_counter() - began


def _etag(port: int) -> str:
    return str(_get(port).headers["ETag"])


def _get(port: int) -> http.client.HTTPResponse:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    line.request("GET", "/status/")
    answer = line.getresponse()
    answer.read()
    return answer


def _fill(world: World) -> None:
    """As the desk would have done it, on a clock that is set."""
    from datetime import timedelta

    from holdfast.incidents.actions.confirming import Hit, confirm_interruption, suspect_interruption
    from holdfast.incidents.actions.telling import restore_interruption, send_report
    from holdfast.incidents.models import Level
    from holdfast.kernel import clock
    from holdfast.kernel.actor import SYSTEM

    now, components = clock.now(), list(world.components.values())
    said = {
        "affected": "Chats",
        "noticed": "They are late.",
        "who": "All",
        "workaround": "None.",
        "doing": "We look.",
    }
    for number in range(_PAST + _OPEN):
        is_open = number >= _PAST
        at = now - (timedelta(minutes=5) if is_open else timedelta(hours=36 * (_PAST - number)))
        clock.set_for_test(at)
        found = suspect_interruption(title=f"Chats are late, number {number}", by=SYSTEM)
        hits = [Hit(components[number % len(components)], list(Level)[number % 3])]
        confirm_interruption(found, hits=hits, by=world.kaveh)
        send_report(found, said=said, next_at=at + timedelta(hours=1), by=world.kaveh)
        if not is_open:
            clock.set_for_test(at + timedelta(minutes=9 + number))
            restore_interruption(found, text="All is back.", next_at=at + timedelta(days=1), by=world.kaveh)
    clock.set_for_test(now)


if __name__ == "__main__":
    main()
