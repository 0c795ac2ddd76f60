"""`python -m bench.mail`: mail taken in by SMTP, and made into tickets with promises and acknowledgement rows.

Aims (issue, 'Desk and portal'): stored and accepted ≥ 500/s; made into a ticket ≥ 150/s a worker.
"""

from __future__ import annotations

import smtplib
import sys
import threading
import time

from bench.installation import installation, machine

MAILS = 2_000
SESSIONS = 8
SUPPORT = "support@pellucid.example"


def main(mails: int = MAILS) -> None:
    with installation():
        from holdfast.channels.mail import smtp_door
        from holdfast.channels.mail.intake import Intake
        from holdfast.promises.models import Promise
        from holdfast.tickets.models import Ticket
        from tests.project.installation import free_port

        print(machine())
        stop, port = threading.Event(), free_port()
        door = threading.Thread(
            target=smtp_door.serve, args=(stop,), kwargs={"host": "127.0.0.1", "port": port}
        )
        door.start()
        time.sleep(1)
        spent = send_all(port, mails)
        print(
            f"stored and accepted by SMTP   {mails / spent:8.0f} /s   (aim ≥ 500)   {mails / spent / 500:.2f} × the aim"
        )
        stop.set()
        door.join()

        intake = Intake()
        began = time.perf_counter()
        while Ticket.objects.count() < mails and time.perf_counter() - began < 300:
            while intake.run_once() == 0:
                pass
        spent = time.perf_counter() - began
        intake.close()
        made = Ticket.objects.count()
        print(
            f"made into a ticket            {made / spent:8.0f} /s   (aim ≥ 150)   {made / spent / 150:.2f} × the aim"
        )
        print(f"{made:,} tickets, {Promise.objects.count():,} promises")


def send_all(port: int, mails: int) -> float:
    """Send so many mails over a few sessions at once; returns the seconds."""
    share = mails // SESSIONS

    def send(session: int) -> None:
        with smtplib.SMTP("127.0.0.1", port) as line:
            for number in range(share):
                line.sendmail(f"w{session}x{number}@elsewhere.example", [SUPPORT], letter(session, number))

    senders = [threading.Thread(target=send, args=(session,)) for session in range(SESSIONS)]
    began = time.perf_counter()
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    return time.perf_counter() - began


def letter(session: int, number: int) -> bytes:
    return (
        f"From: Writer {number} <w{session}x{number}@elsewhere.example>\r\n"
        f"To: {SUPPORT}\r\n"
        f"Subject: Report {number} shows the wrong total\r\n"
        f"Message-ID: <{session}.{number}@elsewhere.example>\r\n"
        "Date: Mon, 23 Nov 2026 10:00:00 +0000\r\n\r\n"
        "Since this morning the total of the daily report is that of yesterday.\r\n"
        "We have tried two browsers and signed in again.\r\n\r\nKind regards\r\n"
    ).encode()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else MAILS)
