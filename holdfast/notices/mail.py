"""One row of the ledger as the bytes of one mail: headers exactly as communication.md has them."""

from __future__ import annotations

import binascii
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime
from functools import lru_cache

from django.utils.translation import gettext, gettext_noop

from holdfast.carriers.outcome import Carrier, Outcome
from holdfast.kernel.text import one_line
from holdfast.notices.addresses import bounce_address, mail_host, on_the_wire, support_address, tagged
from holdfast.notices.kinds import ACKNOWLEDGEMENTS
from holdfast.notices.languages import in_language
from holdfast.notices.models import Delivery, Notice
from holdfast.notices.public_stream import leave_url, stream_of
from holdfast.notices.rendering import Words, render
from holdfast.vendor.models import Vendor

LOOP_HEADER = "X-Holdfast-Instance"
"""Names this installation in all its mail, so that it knows its own when that comes back (T19)."""

_QUOTED_PRINTABLE = "Content-Transfer-Encoding: quoted-printable"
_BYTES = "application/octet-stream"
_LEFT_OUT = gettext_noop("A virus was found in {name}: it is left out here.")
_MEDIA_TYPE = re.compile(r"(application|audio|font|image|model|text|video)/[a-z0-9.+-]{1,80}")
"""What may stand in base64 (RFC 2046 §5.2 keeps messages and multiparts out); anything else goes as bytes."""

Row = tuple[Notice, Delivery]
ReadFile = Callable[[str], bytes | None]
"""From a hash to the content; None for one that nobody may have."""


@dataclass(frozen=True)
class Sender:
    """Who all mail comes from: the vendor, this installation, and the store of attachments."""

    vendor: Vendor
    instance: str
    read_file: ReadFile


@dataclass(frozen=True)
class Mail:
    envelope_from: str
    to: str
    message: bytes

    def leave_by(self, carrier: Carrier) -> Outcome:
        return carrier.send(self.envelope_from, self.to, self.message)


def write_mail(notice: Notice, delivery: Delivery, sender: Sender, *, folded: Sequence[Row] = ()) -> Mail:
    """The finished mail; the same row gives the same mail, byte for byte."""
    words = render(notice, delivery, sender.vendor, folded=folded)
    return Mail(
        bounce_address(delivery, sender.vendor),
        on_the_wire(delivery.address) or delivery.address,
        b"".join([*_head(notice, delivery, sender, words), _body(notice, delivery, sender, words)]),
    )


def _head(notice: Notice, delivery: Delivery, sender: Sender, words: Words) -> Iterator[bytes]:
    vendor = sender.vendor
    is_wide = not delivery.address.isascii()
    name = _free((notice.from_name if not _is_cut_down(notice, delivery) else "") or vendor.name, limit=80)
    reader = "" if delivery.to_stranger else _free(delivery.name, limit=80)
    yield _mailbox("From", name, support_address(vendor), is_wide)
    yield _mailbox("To", reader, delivery.address, is_wide)
    leave = leave_url(notice, delivery)
    yield _mailbox("Reply-To", "", tagged(vendor, "" if leave else delivery.reply_token), is_wide)
    yield _text("Subject", _free(words.subject, limit=320), is_wide)
    yield _token("Date", format_datetime(delivery.written_at))
    yield _token("Message-ID", delivery.mail_id)
    if before := notice.answers_to or delivery.follows or notice.thread_root:
        yield _token("In-Reply-To", before)
    if references := _references(notice, delivery):
        yield _token("References", *references)
    yield _token(LOOP_HEADER, sender.instance)
    if notice.is_automatic:
        answers = notice.kind in ACKNOWLEDGEMENTS
        yield _token("Auto-Submitted", "auto-replied" if answers else "auto-generated")
        yield _token("X-Auto-Response-Suppress", "All")
        yield _token("List-Id", f"<{stream_of(notice)}.{mail_host(vendor)}>")
    if leave:
        yield _token("List-Unsubscribe", f"<{leave}>")
        yield _token("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
    yield _token("MIME-Version", "1.0")


@lru_cache(maxsize=512)
def _mailbox(header: str, name: str, address: str, is_wide: bool) -> bytes:
    local, _, domain = (on_the_wire(address) or address).rpartition("@")
    return _folded(header, Address(name, local, domain), is_wide)


@lru_cache(maxsize=512)
def _text(header: str, text: str, is_wide: bool) -> bytes:
    return _folded(header, text, is_wide)


def _folded(header: str, value: str | Address, is_wide: bool) -> bytes:
    """What holds free text is encoded and folded by the library; a fan-out asks for the same often."""
    policy = SMTPUTF8 if is_wide else SMTP
    head = EmailMessage(policy=policy)
    head[header] = value
    return b"".join(policy.fold_binary(*item) for item in head.raw_items())


def _token(header: str, *tokens: str) -> bytes:
    """What we made ourselves goes as it is: the library takes a tenth of a millisecond for each."""
    if any("\r" in token or "\n" in token for token in tokens):
        raise ValueError(f"a line break in {header}")
    return f"{header}: ".encode() + b"\r\n ".join(token.encode("ascii") for token in tokens) + b"\r\n"


def _free(text: str, *, limit: int) -> str:
    """Free text for a header: one line, no encoded word (the library would decode it, line breaks and all)."""
    return one_line(text, limit=limit).replace("=?", "= ?")


def _is_cut_down(notice: Notice, delivery: Delivery) -> bool:
    return delivery.to_stranger and notice.is_automatic


def _references(notice: Notice, delivery: Delivery) -> list[str]:
    """Root, the reader's mail before this one, what is answered; each once (RFC 5322 §3.6.4)."""
    return list(
        dict.fromkeys(each for each in (notice.thread_root, delivery.follows, notice.answers_to) if each)
    )


def _body(notice: Notice, delivery: Delivery, sender: Sender, words: Words) -> bytes:
    """The parts, joined by hand: the library's generator would take longer than all the rest of a mail."""
    token = delivery.token
    body = _multipart("alternative", token, [_text_part("plain", words.text), _text_part("html", words.html)])
    if notice.files and not _is_cut_down(notice, delivery):
        body = _multipart("mixed", f"{token}f", [body, *_attachments(notice, delivery, sender.read_file)])
    return body


def _multipart(subtype: str, boundary: str, parts: list[bytes]) -> bytes:
    # "=_" stands in no quoted-printable or base64 line, so the boundary can't be forged by what a part says
    fence = f"=_{boundary}"
    lines = [f'Content-Type: multipart/{subtype}; boundary="{fence}"\r\n\r\n'.encode()]
    for part in parts:
        lines += [f"--{fence}\r\n".encode(), part, b"\r\n"]
    return b"".join([*lines, f"--{fence}--\r\n".encode()])


def _text_part(subtype: str, text: str) -> bytes:
    head = f'Content-Type: text/{subtype}; charset="utf-8"\r\n{_QUOTED_PRINTABLE}\r\n\r\n'
    unix = text.replace("\r\n", "\n").replace("\r", "\n")
    return head.encode() + binascii.b2a_qp(unix.encode("utf-8", "replace")).replace(b"\n", b"\r\n")


def _attachments(notice: Notice, delivery: Delivery, read_file: ReadFile) -> Iterator[bytes]:
    for file in notice.files:
        name = _free(str(file.get("filename", "")), limit=200) or "attachment"
        content = read_file(str(file["sha256"]))
        if content is None:
            words = in_language(delivery.language, lambda: gettext(_LEFT_OUT))
            yield _text_part("plain", words.replace("{name}", name))
            continue
        part = EmailMessage(policy=SMTP)
        media_type = str(file.get("media_type", ""))
        maintype, _, subtype = (media_type if _MEDIA_TYPE.fullmatch(media_type) else _BYTES).partition("/")
        part.set_content(content, maintype, subtype, filename=name)
        yield part.as_bytes()
