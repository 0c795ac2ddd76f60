"""Files that are two things at once come in by every door, and out by every door nothing in them can run (T36)."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.test import Client
from django.urls import reverse

from holdfast.policy.actions import draft_policy
from holdfast.portal.support.proof import proof_of
from holdfast.project.demo.world import World
from holdfast.tickets.models import Attachment
from tests.channels.intake.letters import bring
from tests.web.doors import At
from tests.web.test_scanned_files import letter_with, part
from tests.world import Clock, ticket_by_mail

pytestmark = pytest.mark.django_db

SCRIPT = b"<script>alert(1)</script>"
RUNS = b"/*\x00*/=1;alert(1);//"


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _zip() -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("index.html", SCRIPT)
    return kept.getvalue()


_PNG = b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
_PICTURE = _PNG + _chunk(b"IDAT", zlib.compress(b"\0\0")) + _chunk(b"IEND", b"")

_FRAME = b"\xff\xc0\x00\x11\x08\x00\x01\x00\x01\x03"
"""Of a JPEG of one pixel."""

IMAGES = {
    "gif-and-page.html": b"GIF89a\x01\x00\x01\x00\x00\x00\x00" + SCRIPT,
    "png-and-zip.zip": _PICTURE + _zip(),
    "png-and-page.html": _PNG + _chunk(b"tEXt", b"Comment\0" + SCRIPT) + _chunk(b"IEND", b""),
    "jpeg-and-script.js": b"\xff\xd8\xff\xe0/*" + b"JFIF\0*/=alert(1)/*".ljust(0x2F28) + _FRAME,
    "webp-and-page.svg": b"RIFF\x24\x00\x00\x00WEBPVP8X\x0a" + b"\x00" * 13 + SCRIPT,
}
"""What begins as an image that pages show."""

OTHERS = {
    "gif-and-script.gif": b"GIF89a" + RUNS,  # such letters for a size make a flood of pixels
    "drawing.png": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">' + SCRIPT + b"</svg>",
    "drawing-late.png": b"<!--"
    + b" " * 5000
    + b"--><svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "drawing-wide.svg": "\ufeff<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".encode(
        "utf-16-le"
    ),
    "pdf-and-page.html": b"%PDF-1.7\n" + SCRIPT + b"\n%%EOF",
    "page-and-pdf.pdf": SCRIPT + b"\n%PDF-1.7\n%%EOF",
    "zip-and-page.png": _zip() + SCRIPT,
    "page-and-zip.docx": SCRIPT + _zip(),
    "text-and-page.txt": b"hello\n" * 2000 + SCRIPT,
    "calendar-and-page.ics": b"BEGIN:VCALENDAR\r\nX-A:" + SCRIPT,
    "sheet.xml": b'<?xml version="1.0"?><?xml-stylesheet href="#s"?><s id="s">' + SCRIPT + b"</s>",
    "letter.bmp": b"BM=1;/*" + SCRIPT + b"*/alert(1)",
    "archive.mht": b"MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n" + SCRIPT,
}
POLYGLOTS = IMAGES | OTHERS
INERT_IN_PLACE = {"image/gif", "image/png", "image/jpeg", "image/webp"}
INERT = INERT_IN_PLACE | {
    "application/octet-stream",
    "application/pdf",
    "application/zip",
    "text/plain; charset=utf-8",
    "text/calendar; charset=utf-8",
}
"""What a browser runs in no tab and as no script, when it is told not to guess."""

Sends = Callable[[World, At, Clock, dict[str, bytes]], None]


def given(files: dict[str, bytes]) -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile(name, content, "image/png") for name, content in files.items()]


def by_mail(world: World, at: At, clock: Clock, files: dict[str, bytes]) -> None:
    bring(letter_with(*(part(name, content, "image/png") for name, content in files.items())))


def by_desk_reply(world: World, at: At, clock: Clock, files: dict[str, bytes]) -> None:
    ticket = ticket_by_mail(world)
    said = {"text": "See it.", "mode": "reply", "act": "reply", "files": given(files)}
    assert at(world.tobin).post(f"/desk/tickets/{ticket.pk}/messages/", said).status_code == 302


def by_desk_ticket(world: World, at: At, clock: Clock, files: dict[str, bytes]) -> None:
    said = {"whose": "client", "contact": world.orla.contact.pk, "channel": "phone", "kind": "issue"}
    said |= {"subject": "A file", "text": "See it.", "files": given(files)}
    assert at(world.tobin).post("/desk/tickets/new/", said).status_code == 302


def by_portal_reply(world: World, at: At, clock: Clock, files: dict[str, bytes]) -> None:
    path = reverse("portal:ticket_messages", args=[ticket_by_mail(world).pk])
    assert at(world.orla).post(path, {"text": "See it.", "files": given(files)}).status_code == 302


def by_portal_ticket(world: World, at: At, clock: Clock, files: dict[str, bytes]) -> None:
    said = {"scenario": "none", "subject": "A file", "text": "See it.", "files": given(files)}
    assert at(world.orla).post("/tickets/new/", said).status_code == 302


def by_public_form(world: World, at: At, clock: Clock, files: dict[str, bytes]) -> None:
    names = list(files)
    for few in (names[start : start + 3] for start in range(0, len(names), 3)):
        said = {
            "name": "P",
            "address": f"p{len(few[0])}@home.example",
            "subject": "A file",
            "text": "See it.",
        }
        said |= {"started": proof_of(clock.now), "files": given({name: files[name] for name in few})}  # type: ignore[dict-item]
        clock.forward(minutes=11)
        assert Client().post("/support/", said).status_code == 302


DOORS = [by_mail, by_desk_reply, by_desk_ticket, by_portal_reply, by_portal_ticket, by_public_form]


@pytest.mark.parametrize("send", DOORS, ids=lambda each: each.__name__)
def test_t36_a_polyglot_that_came_in_by_any_door_runs_at_none(
    world: World, the_clock: Clock, at_desk: At, send: Sends
) -> None:
    send(world, at_desk, the_clock, POLYGLOTS)
    came = Attachment.objects.select_related("message__ticket__requester")
    assert {each.filename for each in came} == set(POLYGLOTS)
    for each in came:
        ticket = each.message.ticket
        portal = reverse("portal:file", args=[ticket.pk, each.key, each.filename])
        desk, client = at_desk(world.tobin), at_desk(ticket.requester)
        require_inert(each.filename, desk.get(f"/files/{each.key}/?shown"), is_shown=True)
        require_inert(each.filename, desk.get(f"/files/{each.key}/"), is_shown=False)
        require_inert(each.filename, client.get(f"{portal}?inline"), is_shown=True)


def require_inert(name: str, answer: Any, *, is_shown: bool) -> None:
    """It is the very bytes, no browser takes it for more than it is said to be, and what could run is only bytes."""
    assert answer.status_code == 200, name
    assert b"".join(answer.streaming_content) == POLYGLOTS[name]
    headers = answer.headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    kind = headers["Content-Type"]
    is_in_place = headers["Content-Disposition"].startswith("inline")
    assert is_in_place == (is_shown and name in IMAGES), name
    assert kind in (INERT_IN_PLACE if is_in_place else INERT), (name, kind)


def test_t36_no_picture_of_a_person_or_a_house_is_taken_from_anybody(world: World) -> None:
    """A face is made of the letters of a name, so there is no avatar and no logo to bring a polyglot by."""
    kinds = (models.FileField, models.ImageField, models.BinaryField)
    kept = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, kinds)
    ]
    assert sorted(kept) == ["RawMail.raw", "ZoneRules.rules"]


@pytest.mark.parametrize("name", POLYGLOTS)
def test_t36_a_polyglot_is_no_policy_and_no_list_of_clients(world: World, at_desk: At, name: str) -> None:
    draft = draft_policy(by=world.delphine)
    before = draft.document
    file = given({name: POLYGLOTS[name]})[0]
    path = reverse("desk:policy-upload", args=[draft.policy_id])
    brought = at_desk(world.delphine).post(path, {"revision": draft.revision, "file": file})
    file.seek(0)
    listed = at_desk(world.piotr).post(reverse("desk:clients-import"), {"file": file})
    assert (brought.status_code, listed.status_code) == (422, 422)
    draft.refresh_from_db()
    assert draft.document == before
    assert b"alert(1)</script>" not in brought.content + listed.content
