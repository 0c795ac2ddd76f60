"""A sender that stands still at one point, says so, and waits there to be killed (T56)."""

from __future__ import annotations

import smtplib
import threading

from holdfast.carriers.outcome import Outcome
from holdfast.carriers.relay_address import RelayAddress, Tls
from holdfast.carriers.smtp import Relay, as_sent
from holdfast.kernel.facts import Follow, wire
from holdfast.notices.actions.sending import Wires, run_once
from holdfast.notices.facts import NoticeAccepted


def stand_still() -> None:
    print("reached", flush=True)
    threading.Event().wait()


def send_and_stand_still(point: str, port: int, nth: int) -> None:
    """Send through the sink at that port, up to the point; it needs a process of its own."""

    class StandingStill(Relay):
        """A relay that stops at the nth mail: before it, in the middle of it, or after it was accepted."""

        sent = 0

        def send(self, envelope_from: str, to: str, message: bytes) -> Outcome:
            self.sent += 1
            if self.sent < nth:
                return super().send(envelope_from, to, message)
            if point == "during DATA":
                line = smtplib.SMTP("127.0.0.1", port, local_hostname="worker.example")
                line.ehlo()
                line.mail(envelope_from)
                line.rcpt(to)
                line.docmd("DATA")
                line.send(as_sent(message)[: len(message) // 2])
            if point == "after 250":
                super().send(envelope_from, to, message)
            if point in ("before send", "during DATA", "after 250"):
                stand_still()
            return super().send(envelope_from, to, message)

    if point == "before commit":
        wire({NoticeAccepted: Follow(now=(lambda _: stand_still(),))})
    else:
        wire({})
    run_once(
        worker="doomed",
        run_for=60,
        wires=Wires([StandingStill(RelayAddress("127.0.0.1", port, Tls.NONE))]),
    )
    stand_still()
