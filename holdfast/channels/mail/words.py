"""What a mail says, as a message on a ticket keeps it."""

from __future__ import annotations

from datetime import datetime

from holdfast.channels.mail.reading.message import ReadMessage
from holdfast.channels.mail.sanitising import clean_html
from holdfast.files.limits import LARGEST_FILE
from holdfast.files.names import unlike_names
from holdfast.files.storage import store
from holdfast.kernel.text import one_line
from holdfast.people.models import Person
from holdfast.tickets.actions.messages import Attached, Said

_ENCRYPTED = "(This mail is encrypted and can't be read here; it is attached as it came.)"


def said_in(
    read: ReadMessage, *, author: Person, attached: list[Attached], raw_mail: int, is_machine: bool
) -> Said:
    """The new words as the text, what it quotes apart, and the HTML made safe; a mail of nothing but quotes is all text.

    HTML that says only a part of it is left out, for it is shown in the place of the text (T31, T40).
    """
    text = read.reply_text if read.reply_text.strip() else read.text
    if not text.strip() and "encrypted" in read.flags:
        text = _ENCRYPTED
    return Said(
        text=text,
        quoted=quoted_part(read.text, text),
        html=clean_html(read.html) if read.html and "html-is-part" not in read.flags else "",
        author=author,
        author_label=name_with_address(read, author),
        is_machine=is_machine,
        mail_id=read.message_id or "",
        raw_mail=raw_mail,
        attached=attached,
    )


def name_with_address(read: ReadMessage, author: Person) -> str:
    """How the sender called themselves, with the address beside it, for a name proves nothing (T9)."""
    name = one_line(read.sender.name if read.sender else "", limit=120)
    return f"{name} <{author.email}>" if name and name.lower() != author.email else author.email


def keep_attachments(read: ReadMessage, *, at: datetime) -> list[Attached]:
    """Store what is attached, each under a safe name of its own; what is larger than a file may be stays in the raw mail."""
    kept = [each for each in read.attachments if len(each.content) <= LARGEST_FILE]
    names = unlike_names(each.filename or _nameless(each.content_type) for each in kept)
    return [
        Attached(
            file=store(each.content, at=at),
            filename=name,
            is_inline=each.inline,
            content_id=each.content_id or "",
        )
        for each, name in zip(kept, names, strict=True)
    ]


def quoted_part(text: str, new: str) -> str:
    """The lines of the text that are not among the new words; empty when there are none."""
    wanted = [line.strip() for line in new.split("\n") if line.strip()]
    rest, at = [], 0
    for line in text.split("\n"):
        if at < len(wanted) and line.strip() == wanted[at]:
            at += 1
        else:
            rest.append(line)
    if at < len(wanted):  # the new words are no selection of lines: rather twice than not at all
        return text if text.strip() != new.strip() else ""
    return "\n".join(rest).strip("\n") if any(line.strip() for line in rest) else ""


def _nameless(content_type: str) -> str:
    if content_type == "message/rfc822":
        return "forwarded message.eml"
    kind = content_type.rpartition("/")[2].split("+")[0].split(".")[-1]
    return f"attachment.{kind}" if kind.isalnum() and len(kind) <= 5 else "attachment"
