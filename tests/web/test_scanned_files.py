"""What the virus scanner said stands beside a file, and an infected one is given out by no door (T39)."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator

import msgspec
import pytest
from django.urls import reverse
from pytest_django.fixtures import Settings

from holdfast.files.models import Verdict
from holdfast.files.scanning import loop
from holdfast.kernel.models import TrailEntry
from holdfast.project import scanning
from holdfast.project.demo.world import World
from holdfast.tickets.models import Attachment, Ticket
from tests.channels.intake.letters import ORLA, bring
from tests.channels.mail.corpus.structures import winmail
from tests.files.clamd_standin import StandIn
from tests.web.doors import At
from tests.web.office.mails import held_mail
from tests.world import Clock

pytestmark = pytest.mark.django_db

INSIDE = b"inside the blob"  # what lies in the winmail.dat of the corpus


def part(name: str, content: bytes, kind: str = "application/octet-stream") -> str:
    return (
        f'--b\r\nContent-Type: {kind}; name="{name}"\r\nContent-Disposition: attachment; filename="{name}"\r\n'
        f"Content-Transfer-Encoding: base64\r\n\r\n{b64encode(content).decode()}\r\n"
    )


def letter_with(*parts: str) -> bytes:
    head = f"From: {ORLA}\r\nTo: support@pellucid.example\r\nSubject: See this\r\nMIME-Version: 1.0\r\n"
    start = 'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nSee this.\r\n'
    return (head + start + "".join(parts) + "--b--\r\n").encode()


@pytest.fixture
def clamd(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    """A scanner that this installation is told of, and that knows one virus."""
    with StandIn(finds={INSIDE: "Eicar-Test-Signature"}) as standing_in:
        monkeypatch.setenv("HOLDFAST_CLAMD", standing_in.told)
        settings.ENV = msgspec.structs.replace(settings.ENV, clamd=standing_in.told)
        yield standing_in


def scan_all() -> None:
    while scanning.run_once() == 0.0:
        pass


def opened(*parts: str) -> tuple[Ticket, dict[str, Attachment]]:
    ticket = bring(letter_with(*parts)).ticket
    assert ticket is not None
    return ticket, {each.filename: each for each in Attachment.objects.filter(message__ticket=ticket)}


def pages(ticket: Ticket, world: World, at_desk: At) -> tuple[str, str]:
    """The ticket as tier 1 and as its requester see it."""
    desk = at_desk(world.tobin).get(f"/desk/tickets/{ticket.pk}/").content.decode()
    portal = at_desk(world.orla).get(reverse("portal:ticket", args=[ticket.pk])).content.decode()
    return desk, portal


def test_t39_as_shipped_the_desk_says_that_nothing_is_scanned(world: World, at_desk: At) -> None:
    ticket, _ = opened(part("report.pdf", b"%PDF-1.7"))
    scan_all()
    desk, portal = pages(ticket, world, at_desk)
    assert ", not scanned" in desk
    assert "scanned" not in portal


def test_t39_the_verdict_stands_beside_the_file_at_the_desk_and_in_the_portal(
    world: World, at_desk: At, clamd: StandIn
) -> None:
    ticket, _ = opened(part("report.pdf", b"%PDF-1.7"))
    assert all(", not yet scanned" in page for page in pages(ticket, world, at_desk))
    scan_all()
    assert all(", no virus found" in page for page in pages(ticket, world, at_desk))


def test_t39_what_was_unpacked_of_a_winmail_dat_is_scanned_and_an_infected_part_is_given_to_nobody(
    world: World, at_desk: At, clamd: StandIn
) -> None:
    ticket, files = opened(
        part("winmail.dat", winmail(), "application/ms-tnef"), part("plan.txt", b"nothing bad")
    )
    assert set(files) == {"report.txt", "plan.txt"}
    scan_all()
    bad, good = files["report.txt"], files["plan.txt"]
    desk, portal = at_desk(world.tobin), at_desk(world.orla)
    for key, name, expected in ((bad.key, "report.txt", 403), (good.key, "plan.txt", 200)):
        assert desk.get(f"/files/{key}/").status_code == expected
        assert desk.get(f"/files/{key}/?shown").status_code == expected
        assert portal.get(reverse("portal:file", args=[ticket.pk, key, name])).status_code == expected
    assert "Eicar-Test-Signature" in desk.get(f"/files/{bad.key}/").content.decode()
    assert at_desk(world.piotr).get(f"/files/{bad.key}/").status_code == 403
    message = ticket.messages.get()
    assert desk.get(f"/desk/tickets/{ticket.pk}/messages/{message.pk}/original/").status_code == 403
    told, shown = pages(ticket, world, at_desk)
    assert ", infected (Eicar-Test-Signature), not given out" in told
    assert ", infected, not given out" in shown
    assert "A virus was found in report.txt (Eicar-Test-Signature); nobody gets it from here" in told
    entry = TrailEntry.objects.get(fact="AttachmentForbidden")
    assert (entry.about, entry.said["filename"]) == (f"ticket-{ticket.pk}", "report.txt")


def test_t39_a_mail_is_a_ticket_whether_or_not_the_scanner_answers(
    world: World, at_desk: At, clamd: StandIn
) -> None:
    clamd.says = "stream: Can't allocate memory ERROR"
    ticket, files = opened(part("report.pdf", b"%PDF-1.7"))
    scan_all()
    assert files["report.pdf"].file.size == 8
    assert all(", not yet scanned" in page for page in pages(ticket, world, at_desk))


def test_t39_what_the_scanner_fails_on_is_given_up_visibly_and_shown_again_when_somebody_says_so(
    world: World, at_desk: At, clamd: StandIn, the_clock: Clock
) -> None:
    clamd.says = "stream: Can't allocate memory ERROR"
    ticket, files = opened(part("report.pdf", b"%PDF-1.7"))
    waits = []
    for number in range(loop.MOST_TRIES):
        assert files["report.pdf"].file.verdict == Verdict.NONE
        scan_all()
        files["report.pdf"].file.refresh_from_db()
        waits.append(10 * 2**number)
        the_clock.forward(minutes=waits[-1] - 1)
        scan_all()
        assert len(clamd.seen) == number + 1
        the_clock.forward(minutes=1)
    scan_all()
    assert len(clamd.seen) == loop.MOST_TRIES
    desk, portal = pages(ticket, world, at_desk)
    again = f"/desk/tickets/{ticket.pk}/files/{files['report.pdf'].key}/scan/"
    assert "can&#x27;t be scanned: the scanner fails on it" in desk
    assert again in desk
    assert again not in portal
    assert "It failed 6 times on a file of the last week" in scanning.given_up_lately()
    assert at_desk(world.orla).post(again).status_code in (302, 403, 404)
    assert files["report.pdf"].file.verdict == Verdict.GIVEN_UP
    clamd.says = ""
    assert at_desk(world.tobin).get(again).status_code == 200
    assert at_desk(world.tobin).post(again).status_code == 302
    scan_all()
    assert ", no virus found" in pages(ticket, world, at_desk)[0]
    assert scanning.given_up_lately() == ""
    assert at_desk(world.tobin).get(again).status_code == 404


def test_t39_a_held_mail_in_which_the_scanner_finds_a_virus_is_given_to_nobody_and_any_other_is(
    world: World, at_desk: At, clamd: StandIn
) -> None:
    bad, good = (held_mail(body=words) for words in (INSIDE, b"nothing bad"))
    desk = at_desk(world.tobin)
    refused = desk.get(f"/desk/mail/{bad.pk}/raw/")
    assert refused.status_code == 403
    assert "Eicar-Test-Signature" in refused.content.decode()
    assert desk.get(f"/desk/mail/{good.pk}/raw/").content == bytes(good.raw)
    clamd.says = "stream: Can't allocate memory ERROR"
    assert desk.get(f"/desk/mail/{bad.pk}/raw/").status_code == 200  # as an attachment without a verdict
