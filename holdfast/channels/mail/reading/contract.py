"""The JSON object of `holdfast mail inspect`, from a mail that was read and from one that could not be."""

import json
from typing import Any

from holdfast.channels.mail.reading import charsets
from holdfast.channels.mail.reading.addresses import read_addresses
from holdfast.channels.mail.reading.automatic import is_declared_automatic
from holdfast.channels.mail.reading.dates import read_date
from holdfast.channels.mail.reading.headers import Headers, read_headers
from holdfast.channels.mail.reading.identifiers import read_answered_id, read_ids, read_message_id
from holdfast.channels.mail.reading.message import Mailbox, ReadMessage

_HEAD_BYTES = 300_000
_FALLBACK_TEXT_BYTES = 200_000


def as_contract(message: ReadMessage) -> dict[str, Any]:
    """The keys of `design/contracts.md`, and only those."""
    return {
        "message_id": message.message_id,
        "in_reply_to": message.in_reply_to,
        "references": message.references,
        "date": message.date.isoformat() if message.date else None,
        "from": _mailbox(message.sender) if message.sender else None,
        "to": [_mailbox(one) for one in message.to],
        "cc": [_mailbox(one) for one in message.cc],
        "subject": message.subject,
        "text": message.text,
        "reply_text": message.reply_text,
        "html": message.html,
        "attachments": [
            {
                "filename": one.filename,
                "content_type": one.content_type,
                "size": one.size,
                "inline": one.inline,
            }
            for one in message.attachments
        ],
        "auto_submitted": message.auto_submitted,
        "bounce": message.bounce,
    }


def _mailbox(one: Mailbox) -> dict[str, str]:
    return {"name": one.name, "address": one.address}


def to_json(answer: dict[str, Any]) -> bytes:
    """One line of JSON in ASCII, so that no locale can spoil it."""
    return json.dumps(answer).encode("ascii") + b"\n"


def minimal_answer(raw: bytes) -> dict[str, Any]:
    """What can be told of a mail that the reader did not get through: its headers and its raw words, uncut.

    Looks at a bounded head only and never raises.
    """
    answer: dict[str, Any] = {
        "message_id": None, "in_reply_to": None, "references": [], "date": None, "from": None, "to": [], "cc": [],
        "subject": "", "text": "", "reply_text": "", "html": None, "attachments": [], "auto_submitted": False,
        "bounce": False,
    }  # fmt: skip
    try:
        head = raw[:_HEAD_BYTES]
        headers, body = read_headers(head, 0, len(head))
        _fill_headers(answer, headers)
        text = charsets.decode(raw[body : body + _FALLBACK_TEXT_BYTES], guess=False).replace("\r\n", "\n")
        answer["text"] = answer["reply_text"] = text
    except Exception:  # whatever is wrong with the mail, there is an answer
        return answer
    return answer


def _fill_headers(answer: dict[str, Any], headers: Headers) -> None:
    answer["message_id"] = read_message_id(headers.loose("message-id"))
    answer["in_reply_to"] = read_answered_id(headers.loose("in-reply-to")[:10_000])
    answer["references"] = read_ids(headers.loose("references")[:50_000])
    date = read_date(headers.loose("date"))
    answer["date"] = date.isoformat() if date else None
    for name in ("from", "to", "cc"):
        found = [
            {"name": one.name, "address": one.address} for one in read_addresses(headers.loose(name)[:50_000])
        ]
        answer[name] = found if name != "from" else (found[0] if found else None)
    answer["subject"] = headers.text("subject")[:10_000]
    answer["auto_submitted"] = is_declared_automatic(headers)
