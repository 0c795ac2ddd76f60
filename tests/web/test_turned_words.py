"""What a client writes is shown in the order in which it stands, everywhere, and from right to left where it is (T32)."""

from __future__ import annotations

import pytest
from django.urls import reverse

from holdfast.channels.models import RawMail
from holdfast.notices.models import Delivery
from holdfast.notices.rendering import render
from holdfast.project.demo.world import World
from holdfast.vendor.models import the_vendor
from tests.channels.intake.letters import bring
from tests.web.doors import At

pytestmark = pytest.mark.django_db

TURNED = "\u202e"
HEBREW = "\u202bהחשבון שגוי\u202c\u200f"
SENDER = f"Orla {TURNED}Thistlewick <orla@ospreylane.example>"


def mail() -> bytes:
    return (
        f"From: {SENDER}\r\nTo: support@pellucid.example\r\nSubject: invoice_{TURNED}fdp.exe\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
        f"{HEBREW}: invoice_{TURNED}fdp.exe\r\n"
        '--b\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename="'
        f'plan_{TURNED}fdp.exe"\r\n\r\nx\r\n--b--\r\n'
    ).encode()


def test_t32_what_turns_letters_round_is_shown_nowhere_and_the_raw_mail_keeps_it(
    world: World, at_desk: At
) -> None:
    found = bring(mail())
    ticket = found.ticket
    assert ticket is not None
    pages = [
        at_desk(world.tobin).get(f"/desk/tickets/{ticket.pk}/"),
        at_desk(world.tobin).get("/desk/"),
        at_desk(world.orla).get(reverse("portal:ticket", args=[ticket.pk])),
    ]
    letters = [render(row.notice, row, the_vendor()) for row in Delivery.objects.select_related("notice")]
    assert letters
    shown = [page.content.decode() for page in pages] + [
        f"{each.subject}{each.text}{each.html}" for each in letters
    ]
    assert all(TURNED not in each for each in shown)
    assert all("invoice_fdp.exe" in each for each in shown[:3])
    assert "plan_fdp.exe" in shown[0]
    assert all(HEBREW in page for page in (shown[0], shown[2]))
    assert TURNED in bytes(RawMail.objects.get(pk=found.pk).raw).decode()
