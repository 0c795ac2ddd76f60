"""A real sending process that stands still at one point, says so, and waits there to be killed (T56).

python crashing_worker.py POINT SINK_PORT NTH
"""

from __future__ import annotations

import smtplib
import sys
import threading

import django


def stand_still() -> None:
    print("reached", flush=True)
    threading.Event().wait()


def main(point: str, port: str, nth: int) -> None:
    django.setup()
    from holdfast.carriers.outcome import Outcome
    from holdfast.carriers.relay_address import RelayAddress, Tls
    from holdfast.carriers.smtp import Relay, as_sent
    from holdfast.kernel.facts import Follow, wire
    from holdfast.notices.actions.sending import Wires, run_once
    from holdfast.notices.facts import NoticeAccepted

    class StandingStill(Relay):
        """A relay that stops at the nth mail: before it, in the middle of it, or after it was accepted."""

        sent = 0

        def send(self, envelope_from: str, to: str, message: bytes) -> Outcome:
            self.sent += 1
            if self.sent < nth:
                return super().send(envelope_from, to, message)
            if point == "during DATA":
                line = smtplib.SMTP("127.0.0.1", int(port), local_hostname="worker.example")
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
        wires=Wires([StandingStill(RelayAddress("127.0.0.1", int(port), Tls.NONE))]),
    )
    stand_still()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
