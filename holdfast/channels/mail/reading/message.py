"""The reader's door: raw bytes to everything that the desk, the loop guards and the contract need to know."""

import mimetypes
import re
from dataclasses import dataclass, field
from datetime import datetime
from html import unescape
from urllib.parse import unquote

from holdfast.channels.mail.reading import bodies, charsets, limits, tnef, wrapped
from holdfast.channels.mail.reading.addresses import Address, read_addresses
from holdfast.channels.mail.reading.alignment import cut_like, tells_answers_better
from holdfast.channels.mail.reading.automatic import is_declared_automatic, null_return_path
from holdfast.channels.mail.reading.bounces import Delivery, read_delivery
from holdfast.channels.mail.reading.dates import read_date
from holdfast.channels.mail.reading.filenames import safe_name
from holdfast.channels.mail.reading.headers import Headers
from holdfast.channels.mail.reading.html_text import html_lines
from holdfast.channels.mail.reading.identifiers import read_answered_id, read_ids, read_message_id
from holdfast.channels.mail.reading.lines import Line, as_text
from holdfast.channels.mail.reading.mime import Part, read_tree
from holdfast.channels.mail.reading.replies import announces_answers, trim
from holdfast.channels.mail.reading.scrub import one_line, storable


@dataclass(frozen=True, slots=True)
class Mailbox:
    """One address as written; `name` is empty when none was given."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """One leaf that is not the body. `content` is empty when the reader was told not to keep it."""

    filename: str | None
    content_type: str
    size: int
    inline: bool
    content_id: str | None = None
    content: bytes = b""


@dataclass(frozen=True, slots=True)
class BounceDetails:
    """What a delivery report says. `outcome`: failed, delayed, delivered, or other (receipts, complaints)."""

    outcome: str
    recipients: list[str] = field(default_factory=list)
    original_message_id: str | None = None
    status: str | None = None
    diagnostic: str | None = None


@dataclass(frozen=True, slots=True)
class ReadMessage:
    """One mail, read. The first fields are the contract of `holdfast mail inspect`; times carry their
    offset."""

    message_id: str | None
    in_reply_to: str | None
    references: list[str]
    date: datetime | None
    sender: Mailbox | None
    to: list[Mailbox]
    cc: list[Mailbox]
    subject: str
    text: str
    reply_text: str
    html: str | None
    attachments: list[Attachment]
    auto_submitted: bool
    bounce: bool

    senders: list[Mailbox] = field(default_factory=list)
    """Every address of every From field: more than one is suspicious (T9)."""

    from_fields: int = 0
    reply_to: list[Mailbox] = field(default_factory=list)
    sender_field: list[Mailbox] = field(default_factory=list)
    delivered_to: list[str] = field(default_factory=list)
    """`Delivered-To`, `X-Original-To` and `Envelope-To`, topmost first."""

    return_path: str | None = None
    """The envelope sender; empty for the null sender, None when not told."""

    list_id: str | None = None
    precedence: str | None = None
    auto_response_suppress: str | None = None
    is_bulk: bool = False
    """Must not be answered by a machine although a person may have sent it (RFC 3834, list and bulk mail)."""

    loop_marks: list[str] = field(default_factory=list)
    """Values of `X-Loop`, `X-Holdfast-Loop` and their like."""

    authentication_results: list[str] = field(default_factory=list)
    """Topmost first; only the configured relay's may be believed."""

    received: list[str] = field(default_factory=list)
    delivery: BounceDetails | None = None
    flags: list[str] = field(default_factory=list)
    """What was cut short or looked hostile: too-many-parts, too-deep, text-cut, raw-cut, encrypted, signed,
    calendar; html-is-part, where some of the text stands in no HTML."""


def read_message(raw: bytes, *, keep_content: bool = True) -> ReadMessage:
    """Read one raw mail, LF or CRLF, perhaps with an mbox `From ` line; linear, total for all that it was
    tried on.

    With `keep_content` false the attachments carry sizes only, which is all that the contract needs.
    """
    flags: set[str] = set()
    if len(raw) > limits.RAW_BYTES:
        raw = raw[: limits.RAW_BYTES]
        flags.add("raw-cut")
    raw = _with_line_feeds(raw)
    root, cut = read_tree(raw)
    flags |= cut
    headers = root.headers
    headers.charset = root.charset or next((one for leaf in root.leaves() if (one := leaf.charset)), None)
    layout = bodies.lay_out(root)
    is_signed = wrapped.unwrap_signed(layout)
    unpacked = wrapped.unpack_tnef(layout)
    body = bodies.read_body(layout)
    _add_uuencoded(layout, body)
    lines, text, html = _with_tnef_body(body, unpacked)
    if body.is_cut:
        flags.add("text-cut")
    if body.html_is_part:
        flags.add("html-is-part")
    subject = headers.text("subject")[:10_000]
    senders, from_fields = _senders(headers)
    leaves = root.leaves()
    flags |= _kinds(root, leaves, is_signed)
    delivery = read_delivery(root, leaves, headers, subject, senders, text)
    is_bounce = delivery is not None and delivery.outcome == "failed"
    answered = read_answered_id(headers.loose("in-reply-to"))
    references = read_ids(" ".join(headers.decoded(value) for value in headers.every("references")[:20]))
    answers = bool(
        answered or references or ("thread-index" in headers and len(headers.loose("thread-index")) > 32)
    )
    return ReadMessage(
        message_id=read_message_id(headers.loose("message-id")),
        in_reply_to=answered,
        references=references,
        date=read_date(headers.loose("date")),
        sender=_mailbox(next((one for one in senders if "@" in one.address), senders[0]))
        if senders
        else None,
        to=_mailboxes(headers, "to"),
        cc=_mailboxes(headers, "cc"),
        subject=subject,
        text=storable(text),
        reply_text=storable(_reply_text(lines, body.html_lines, text, subject, answers)),
        html=storable(html) if html is not None else None,
        attachments=_attachments(layout, html, keep_content),
        auto_submitted=is_bounce or root.content_type == "multipart/report" or is_declared_automatic(headers),
        bounce=is_bounce,
        senders=[_mailbox(one) for one in senders],
        from_fields=from_fields,
        reply_to=_mailboxes(headers, "reply-to"),
        sender_field=_mailboxes(headers, "sender"),
        delivered_to=_delivered_to(headers),
        return_path=_return_path(headers),
        list_id=headers.text("list-id")[:1000] or None,
        precedence=headers.text("precedence").lower()[:100] or None,
        auto_response_suppress=headers.text("x-auto-response-suppress")[:200] or None,
        is_bulk=_is_bulk(headers),
        loop_marks=[
            one_line(headers.decoded(value))[:500] for name, value in headers.fields if name.endswith("loop")
        ][:50],
        authentication_results=_every(headers, "authentication-results"),
        received=_every(headers, "received"),
        delivery=_details(delivery),
        flags=sorted(flags),
    )


def _with_line_feeds(raw: bytes) -> bytes:
    """A message of old Macs ends its lines with bare CR; then, and only then, they are made LF."""
    if b"\n" not in raw[:65_536] and b"\r" in raw[:65_536]:
        return raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return raw


# who


def _senders(headers: Headers) -> tuple[list[Address], int]:
    fields = headers.every("from")
    found = [one for value in fields[:20] for one in read_addresses(headers.decoded(value))]
    return found, len(fields)


def _mailboxes(headers: Headers, name: str) -> list[Mailbox]:
    return [
        _mailbox(one) for value in headers.every(name)[:50] for one in read_addresses(headers.decoded(value))
    ]


def _mailbox(address: Address) -> Mailbox:
    return Mailbox(storable(address.name), storable(address.address))


def _delivered_to(headers: Headers) -> list[str]:
    names = ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-delivered-to")
    found = [
        one.address
        for name, value in headers.fields
        if name in names
        for one in read_addresses(headers.decoded(value[:2000]))
    ]
    return list(dict.fromkeys(found))[:100]


def _return_path(headers: Headers) -> str | None:
    if null_return_path(headers):
        return ""
    found = read_addresses(headers.loose("return-path")[:2000])
    return found[0].address if found else None


def _every(headers: Headers, name: str) -> list[str]:
    return [one_line(headers.decoded(value[:8000])) for value in headers.every(name)[:100]]


def _is_bulk(headers: Headers) -> bool:
    precedence = headers.loose("precedence").lower()
    if precedence in ("bulk", "junk", "list") or "list-id" in headers or "list-unsubscribe" in headers:
        return True
    suppressed = headers.loose("x-auto-response-suppress").lower()
    return any(word in suppressed for word in ("all", "autoreply", "oof"))


# what


def _kinds(root: Part, leaves: list[Part], is_signed: bool) -> set[str]:
    found = {"signed"} if is_signed else set()
    types = {leaf.content_type for leaf in leaves}
    if (
        root.content_type == "multipart/encrypted"
        or "application/pgp-encrypted" in types
        or (not is_signed and any(wrapped.is_encrypted(leaf) for leaf in leaves))
    ):
        found.add("encrypted")
    if root.content_type == "multipart/signed" or types & {
        "application/pgp-signature",
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
    }:
        found.add("signed")
    if "text/calendar" in types:
        found.add("calendar")
    return found


def _with_tnef_body(body: bodies.Body, unpacked: list[tnef.Unpacked]) -> tuple[list[Line], str, str | None]:
    """The body of the mail, or, when it has none, the one inside its winmail.dat."""
    if body.text.strip():
        return body.lines, body.text, body.html
    for one in unpacked:
        if one.html.strip():
            lines = html_lines(one.html)
            return lines, as_text(lines)[: limits.TEXT_CHARS], one.html
        if one.text.strip():
            lines = [Line(line) for line in one.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
            return lines, as_text(lines)[: limits.TEXT_CHARS], body.html
    return body.lines, body.text, body.html


def _add_uuencoded(layout: bodies.Layout, body: bodies.Body) -> None:
    for _, name, content in body.files:
        filename = safe_name(charsets.decode(name, guess=False))
        kind = mimetypes.guess_type(filename or "")[0] or "application/octet-stream"
        layout.attachments.append(wrapped.made_part(filename, kind, None, content))


def _attachments(layout: bodies.Layout, html: str | None, keep_content: bool) -> list[Attachment]:
    shown = _shown_ids(html)
    found = []
    for part in layout.attachments[: limits.PARTS * 2]:
        content = part.content() if keep_content else b""
        found.append(
            Attachment(
                filename=part.filename,
                content_type=part.content_type,
                size=len(content) if keep_content else part.size(),
                inline=_is_inline(part, shown),
                content_id=part.content_id,
                content=content,
            )
        )
    return found


def _shown_ids(html: str | None) -> set[str]:
    """The content ids and locations that the HTML shows."""
    if not html:
        return set()
    found: set[str] = set()
    for match in re.finditer(
        r"""(?:\bcid:|\bsrc\s*=\s*["']?)([^"'\s<>)]{1,1000})""", html[: limits.HTML_CHARS * 4], re.I
    ):
        value = match[1]
        value = value[4:] if value[:4].lower() == "cid:" else value
        found.update((value.lower(), unquote(unescape(value)).lower()))
    return found


def _is_inline(part: Part, shown: set[str]) -> bool:
    if any(name and name.lower() in shown for name in (part.content_id, part.content_location)):
        return True
    return (
        part.disposition == "inline"
        and part.content_type.startswith("image/")
        and not part.content_type.endswith("svg+xml")
    )


_LONG_TEXT = 200_000
"""Beyond so many letters the HTML isn't asked whether it tells the answers better: the time is short."""


def _reply_text(lines: list[Line], rich: list[Line] | None, text: str, subject: str, answers: bool) -> str:
    own = trim(lines, subject=subject, is_answer=answers)
    if rich is not None and own == text:
        own = _by_the_html(lines, rich, own, subject, answers)
    if (
        rich is not None
        and len(text) < _LONG_TEXT
        and not any(line.text.lstrip()[:1] in (">", "＞") for line in lines)
    ):
        told = trim(rich, subject=subject, is_answer=answers)
        own = told if tells_answers_better(told, own, text, rich) else own
    return own[: limits.TEXT_CHARS]


def _by_the_html(lines: list[Line], rich: list[Line], own: str, subject: str, answers: bool) -> str:
    """Where nothing in the plain text tells history, the marks in the HTML of the same mail may.

    Only when the HTML's history is one stretch at its end, and its first words are found once in the plain
    text.
    """
    above = cut_like(lines, rich, subject=subject)
    if above is None or announces_answers(above):
        return own
    cut = trim(above, subject=subject, is_answer=answers)
    return cut if cut.strip() else own


def _details(delivery: Delivery | None) -> BounceDetails | None:
    if delivery is None:
        return None
    return BounceDetails(
        delivery.outcome,
        [storable(one) for one in delivery.recipients[:1000]],
        delivery.original_message_id and storable(delivery.original_message_id),
        delivery.status and storable(delivery.status[:20]),
        delivery.diagnostic and storable(delivery.diagnostic[:2000]),
    )
