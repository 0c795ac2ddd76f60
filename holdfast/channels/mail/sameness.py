"""When two mails are the same, and when they are of one shape."""

from __future__ import annotations

import hashlib
import re

from holdfast.channels.mail.reading.message import ReadMessage
from holdfast.tickets.references import references_in

_NO_LETTERS = re.compile(r"[\W\d_]+")
_TELLING = 40
"""Letters below which a shape says nothing: two people may both write 'Thanks'."""


def sameness_of(read: ReadMessage, *, sha256: str, sender: str, standing: str) -> str:
    """Equal for mails with the same Message-ID, sender, standing and content; without an id, for equal bytes alone.

    Sender, standing and content are in it so that nobody can suppress a mail by sending its id first (T23).
    """
    if not read.message_id:
        return sha256
    digest = hashlib.sha256()
    parts = [read.message_id, sender, standing, read.subject, read.text, read.html or ""]
    for part in parts + [f"{each.filename} {each.size}" for each in read.attachments]:
        digest.update(part.encode("utf-8", "surrogatepass") + b"\x00")
    for each in read.attachments:
        digest.update(hashlib.sha256(each.content).digest())
    return digest.hexdigest()


def shape_of(read: ReadMessage) -> str:
    """Equal for texts that differ only in numbers, references and spaces; empty when there is too little to tell."""
    text = f"{read.subject}\n{read.reply_text}"[:20_000]
    for reference in references_in(text):
        text = re.sub(re.escape(reference), " ", text, flags=re.IGNORECASE)
    letters = _NO_LETTERS.sub(" ", text.lower()).strip()
    return (
        hashlib.sha256(letters.encode("utf-8", "surrogatepass")).hexdigest()
        if len(letters) >= _TELLING
        else ""
    )
