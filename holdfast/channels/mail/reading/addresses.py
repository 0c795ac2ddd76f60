"""Address fields as people and programs really write them (T9, T26)."""

import re
from dataclasses import dataclass

from holdfast.channels.mail.reading import limits
from holdfast.channels.mail.reading.encoded_words import decode_words
from holdfast.channels.mail.reading.scrub import one_line, without_bidi

_WORD = re.compile(r"=\?[^?\s]{1,60}\?[bBqQ]\?[^?\s]{0,2000}\?=")
_BARE = re.compile(r"\"[^\"]{1,100}\"@[^\s<>\"(),;]{1,400}|[^\s<>\"(),;:\[\]]{1,400}@[^\s<>\"(),;]{1,400}")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Address:
    """A mailbox as it was written: `name` is what the sender claims to be called, empty when nothing was
    said."""

    name: str
    address: str


@dataclass(slots=True)
class _Mailbox:
    words: list[str]
    quoted: list[str]
    comments: list[str]
    angle: str | None = None

    @property
    def is_empty(self) -> bool:
        return not ("".join(self.words).strip() or self.quoted or self.comments or self.angle)


def read_addresses(value: str) -> list[Address]:
    """Every mailbox of the field, group members included; groups without members and empty entries give
    none."""
    value = value[:2_000_000]
    if "@" not in value and "=?" in value:
        value = decode_words(value)
    found: list[Address] = []
    held: list[str] = []
    for mailbox in _mailboxes(value):
        if len(found) >= limits.ADDRESSES:
            break
        address = _address(mailbox, held)
        if address is None:
            held.append(one_line(decode_words(" ".join(mailbox.words))))
        else:
            found.append(address)
            held = []
    if held and not found and any(held):
        found.append(_nameless_or_addressless(", ".join(part for part in held if part)))
    return found


def _nameless_or_addressless(text: str) -> Address:
    """A field without any address: one word is a local mailbox (MAILER-DAEMON), several are a name."""
    return Address("", text) if " " not in text else Address(text, "")


def _mailboxes(value: str) -> list[_Mailbox]:
    """Cut at commas and semicolons outside quotes, comments and angles; a group's name before its colon is
    left out."""
    found: list[_Mailbox] = []
    current = _Mailbox([], [], [])
    text: list[str] = []
    at = 0
    length = len(value)
    patience = (
        20  # so many brackets and quotes may be left open before they are taken for ordinary characters
    )

    def close() -> None:
        nonlocal current, text
        current.words.append("".join(text))
        if not current.is_empty:
            found.append(current)
        current, text = _Mailbox([], [], []), []

    while at < length and len(found) <= 2 * limits.ADDRESSES:
        character = value[at]
        if character == '"' and patience and (end := _closing(value, at + 1)) > 0:
            quoted = re.sub(r"\\(.)", r"\1", value[at + 1 : end])
            if value[end + 1 : end + 2] == "@":
                text.append(f'"{quoted}"' if re.search(r"[\s,<>]", quoted) else quoted)
            else:
                text.append(" " + quoted.replace("@", "\x01") + " ")
                current.quoted.append(quoted)
            at = end
        elif character == '"':
            patience = max(0, patience - 1)
        elif character == "(" and patience:
            end, comment = _comment(value, at)
            if end < 0:
                patience -= 1
                text.append(character)
            else:
                current.comments.append(comment)
                text.append(" ")
                at = end
        elif character == "<":
            end = value.find(">", at)
            comma = _next_stop(value, at)
            if end < 0 or (
                comma < end
                and "@" in value[at:comma]
                and "<" in value[comma:end]
                and not value.startswith("<@", at)
            ):
                end = comma
            inner = value[at + 1 : end]
            if current.angle is None or "@" not in current.angle:
                current.angle = inner
            if end < length and value[end] != ">":
                end -= 1
            at = end
        elif character == "=" and (word := _WORD.match(value, at)):
            text.append(word[0])
            at = word.end() - 1
        elif character in ",;":
            close()
        elif character == ":" and current.angle is None and "@" not in "".join(text):
            text, current = [], _Mailbox([], [], [])
        else:
            text.append(character)
        at += 1
    close()
    return found


def _next_stop(value: str, at: int) -> int:
    """The next comma or the end."""
    comma = value.find(",", at)
    return len(value) if comma < 0 else comma


def _closing(value: str, at: int) -> int:
    """The closing quote of a quoted name, within reason."""
    limit = min(len(value), at + 2000)
    while at < limit:
        if value[at] == "\\":
            at += 2
            continue
        if value[at] == '"':
            return at
        at += 1
    return -1


def _comment(value: str, at: int) -> tuple[int, str]:
    """The end of the (nested) comment that begins at `at`, and its text; -1 when it is never closed."""
    depth = 0
    for place in range(at, min(len(value), at + 2000)):
        if value[place] == "(" and value[place - 1 : place] != "\\":
            depth += 1
        elif value[place] == ")" and value[place - 1 : place] != "\\":
            depth -= 1
            if depth == 0:
                return place, value[at + 1 : place]
    return -1, ""


def _address(mailbox: _Mailbox, held: list[str]) -> Address | None:
    words = "".join(mailbox.words)
    comments = [one_line(decode_words(comment)) for comment in mailbox.comments if comment.strip()]
    if mailbox.angle is not None:
        address = _clean(mailbox.angle)
        if not address and (bare := _BARE.search(words)):
            return Address(_name(words.replace(bare[0], " ")) or " ".join(comments), _clean(bare[0]))
        name = _name(", ".join([*(part for part in held if part), words]) if held else words)
        if comments and name:
            name = f"{name} ({comments[0]})"
        return Address(name or " ".join(comments), address)
    if bare := _BARE.search(words):
        rest = words[: bare.start()] + " " + words[bare.end() :]
        return Address(_name(rest) or " ".join(comments), _clean(bare[0]))
    return None


def _name(text: str) -> str:
    text = text.replace("\x01", "@")
    return _SPACES.sub(" ", without_bidi(one_line(decode_words(text)))).strip(" ,<>")[: limits.NAME_CHARS]


def _clean(text: str) -> str:
    """The address without brackets, spaces, routes and `mailto:`."""
    text = one_line(text)
    if text.startswith("=?"):
        text = one_line(decode_words(text))
    if not text.startswith('"'):
        text = _SPACES.sub("", text)
    text = text.strip("<>")
    if text.lower().startswith("mailto:"):
        text = text[7:]
    if text.startswith("@") and ":" in text:
        text = text.rsplit(":", 1)[1]
    return without_bidi(text.strip("'").rstrip(".,;") if text.count("'") != 1 else text.rstrip(".,;"))[:1000]
