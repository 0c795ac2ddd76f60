"""Killed at any point (kill -9), the way in loses nothing and does nothing twice."""

from __future__ import annotations

import signal
import smtplib
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from holdfast.channels.mail import intake as loop
from holdfast.channels.mail.storing import Arrival, store_raw
from holdfast.channels.models import MailState, RawMail
from holdfast.kernel import clock
from holdfast.kernel.models import TrailEntry
from holdfast.project.demo.world import build_world
from holdfast.tickets.models import Message, Ticket
from holdfast.vendor.models import Vendor
from tests.channels.intake.dying import die_at_filing, die_at_the_door
from tests.channels.intake.letters import BRAM, ORLA, US, letter, run_intake
from tests.channels.intake.ports import REALLY_COMMITTED, free_port, wait_for_port
from tests.killing import Child


@REALLY_COMMITTED
@pytest.mark.parametrize("point", ["before", "after"])
def test_t59_killed_around_the_commit_a_mail_is_neither_lost_nor_kept_twice(
    vendor: Vendor, open_door: Callable[..., int], home: Path, point: str
):
    raw = letter(sender=ORLA)
    port = free_port()
    with Child(lambda: die_at_the_door(port, point)) as dying:
        wait_for_port(port, while_running=dying)
        with (
            pytest.raises((smtplib.SMTPException, OSError)),
            smtplib.SMTP("127.0.0.1", port, timeout=20) as line,
        ):
            line.sendmail("orla@ospreylane.example", [US], raw)
        assert dying.wait() == -signal.SIGKILL
    assert RawMail.objects.count() == (1 if point == "after" else 0)
    # no answer came, so the sender's server gives it again
    with smtplib.SMTP("127.0.0.1", open_door(), timeout=20) as line:
        assert line.sendmail("orla@ospreylane.example", [US], raw) == {}
    assert bytes(RawMail.objects.get().raw) == raw


@pytest.fixture
def committed_world(transactional_db: None) -> Iterator[None]:
    build_world()
    yield
    clock.set_for_test(None)
    TrailEntry.objects.all().delete()


@pytest.mark.django_db(
    transaction=True,
    available_apps=[
        name for name in settings.INSTALLED_APPS if not name.endswith((".kernel", ".contenttypes"))
    ],
)
def test_killed_at_any_point_of_filing_each_mail_becomes_one_ticket(committed_world: None, home: Path):
    clock.set_for_test(clock.now())
    tickets = 0
    for point, senders in POINTS.items():
        store_raw(
            [
                Arrival(
                    mailbox=f"{point}{each}",
                    raw=letter(sender=each, text=f"{point} {each} " * 9),
                    door="ingest",
                )
                for each in senders
            ]
        )
        with Child(lambda point=point: die_at_filing(point)) as dying:
            assert dying.wait() == -signal.SIGKILL
        done = len(senders) if point.startswith("committed") else 0
        assert Ticket.objects.count() == tickets + done
        run_intake()  # the claim still stands, so nobody takes what the dead one had
        assert RawMail.objects.filter(state=MailState.STORED).count() == len(senders) - done
        clock.set_for_test(clock.now() + loop.LEASE + timedelta(seconds=1))
        run_intake()
        tickets += len(senders)
        assert Ticket.objects.count() == Message.objects.count() == tickets
        assert not RawMail.objects.filter(state=MailState.STORED).exists()
    assert TrailEntry.objects.filter(fact="TicketOpened").count() == tickets


POINTS = {
    "claimed": (ORLA, BRAM),
    "filed_together": (ORLA, BRAM),
    "committed_together": (ORLA, BRAM),
    "filed": (ORLA,),
    "committed": (ORLA,),
}
"""Where the process dies, and whose mails it had in hand: more than one are filed together."""
