"""Address fields as people and programs really write them (T9, T26)."""

import re
from dataclasses import dataclass

from holdfast.channels.mail.reading import limits
from holdfast.channels.mail.reading.encoded_words import decode_words
from holdfast.channels.mail.reading.scrub import one_line, without_bidi

_WORD = re.compile(r"=\?[^?\s]{1,60}\?[bBqQ]\?(?:[^?\s]{0,2000}|[^?<>\"@]{0,300})\?=")
_BARE = re.compile(r"\"[^\"]{1,100}\"@[^\s<>\"(),;]{1,400}|[^\s<>\"(),;:\[\]]{1,400}@[^\s<>\"(),;]{1,400}")
_SPACES = re.compile(r"\s+")
_COMMENT = re.compile(r"\([^()]{0,500}\)")
_SPACED_DOT = re.compile(r"(@[^\s<>\"(),;]{1,300})\s{1,20}\.\s{0,20}(?=\w)")
_SPACED_AT = re.compile(r"^(\s*[^\s@]{1,200})\s{1,20}@\s{0,20}(?=\S+\s*$)")
_MAILTO = re.compile(r"\[mailto:([^\]\s<>]{1,400})\]", re.I)
_NOBODY = re.compile(
    r"(?:undisclosed|unlisted|suppressed)[-_ .]?recipients?\b|recipients?[-_ ]list[-_ ](?:not shown|suppressed)",
    re.I,
)
"""What stands where the recipients were left out."""


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
    words_before_angle: int = 0

    @property
    def is_empty(self) -> bool:
        return not ("".join(self.words).strip() or self.quoted or self.comments or self.angle)


def read_addresses(value: str) -> list[Address]:
    """Every mailbox of the field, group members included; groups without members and empty entries give
    none."""
    value = _MAILTO.sub(r"<\1>", value[:2_000_000])
    if "@" not in value and "=?" in value:
        value = decode_words(value)
    found: list[Address] = []
    held: list[str] = []
    comments: list[str] = []
    for mailbox in _mailboxes(value):
        if len(found) >= limits.ADDRESSES:
            break
        here = _addresses(mailbox, held)
        if here:
            found += here
            held = []
        elif not _NOBODY.search(words := "".join(mailbox.words)):
            held.append(one_line(decode_words(words)))
            comments += mailbox.comments
    if held and not found and (any(held) or (comments and ":" not in value)):
        found.append(_nameless_or_addressless(", ".join(part for part in held if part), comments))
    return found


def _nameless_or_addressless(text: str, comments: list[str]) -> Address:
    """A field without any address: one word is a local mailbox (MAILER-DAEMON), several are a name."""
    text = without_bidi(text.replace("\x01", "@")).strip()
    for comment in comments:
        if _BARE.fullmatch(bare := comment.strip()):
            return Address(_name(text), _clean(bare))
    return Address(_name(" ".join(comments)), text) if " " not in text else Address(text, "")


def _mailboxes(value: str) -> list[_Mailbox]:
    """Cut at commas and semicolons outside quotes, comments and angles; a group's name before its colon is
    left out."""
    found: list[_Mailbox] = []
    current = _Mailbox([], [], [])
    text: list[str] = []
    at = 0
    length = len(value)
    last_semicolon = value.rfind(";")
    patience = (
        20  # so many brackets and quotes may be left open before they are taken for ordinary characters
    )

    def close(of_next: int | None = None) -> None:
        nonlocal current, text
        current.words.append("".join(text[:of_next]))
        if not current.is_empty:
            found.append(current)
        current, text = _Mailbox([], [], []), [] if of_next is None else text[of_next:]

    while at < length and len(found) <= 2 * limits.ADDRESSES:
        character = value[at]
        if character == '"' and patience and (end := _closing(value, at + 1)) > 0:
            quoted = re.sub(r"\\(.)", r"\1", value[at + 1 : end])
            if value[end + 1 : end + 2] == "@":
                text.append(value[at : end + 1])
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
            if current.angle is not None and "@" in current.angle and "@" in inner and inner != current.angle:
                close(current.words_before_angle)
            if current.angle is None or "@" not in current.angle:
                current.angle = inner
                current.words_before_angle = len(text)
            if end < length and value[end] != ">":
                end -= 1
            at = end
        elif character == "=" and (word := _WORD.match(value, at)):
            text.append(word[0])
            at = word.end() - 1
        elif character in ",;":
            close()
        elif (
            character == ":"
            and at < last_semicolon
            and current.angle is None
            and not any("@" in piece for piece in text)
        ):
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


def _addresses(mailbox: _Mailbox, held: list[str]) -> list[Address]:
    """Its address, as a rule; several where somebody put only spaces between them."""
    words = _SPACED_AT.sub(r"\1@", _SPACED_DOT.sub(r"\1.", "".join(mailbox.words)))
    comments = " ".join(
        one_line(decode_words(re.sub(r"\\(.)", r"\1", comment)))
        for comment in mailbox.comments
        if comment.strip()
    )
    if mailbox.angle is not None:
        address = _clean(mailbox.angle)
        if not address and (bare := _BARE.search(words)):
            return [Address(_name(words.replace(bare[0], " ")) or comments, _clean(bare[0]))]
        if "@" not in address and _NOBODY.search(mailbox.angle):
            return []
        name = _name(", ".join([*(part for part in held if part), words]) if held else words)
        if comments and name:
            name = f"{name} ({comments})"
        return [Address(name or comments, address)] if name or comments or address else []
    found = _BARE.findall(words[:20_000])
    if not found:
        return [
            Address(comments, bare[0])
            for text in mailbox.quoted[:1]
            if (bare := _BARE.fullmatch(text.strip()))
        ]
    rest = words.replace(found[0], " ", 1)
    if len(found) > 1 and not _BARE.sub("", words[:20_000]).strip():
        return [Address("", _clean(one)) for one in found]
    return [Address(_name(rest) or comments, _clean(found[0]))]


def _name(text: str) -> str:
    text = text.replace("\x01", "@")
    name = _SPACES.sub(" ", without_bidi(one_line(decode_words(text)))).strip(" ,")
    if name.startswith(">") or name.count("<") != name.count(">"):
        name = name.strip(" ,<>")
    return name[: limits.NAME_CHARS]


def _clean(text: str) -> str:
    """The address without brackets, spaces, routes and `mailto:`."""
    text = one_line(text)
    if text.startswith("=?"):
        text = one_line(decode_words(text))
    if not text.startswith('"'):
        for _ in range(5 * ("(" in text)):
            text = _COMMENT.sub("", text)
        text = _SPACES.sub("", text)
    text = text.strip("<>")
    if text.lower().startswith("mailto:"):
        text = text[7:]
    if text.startswith("@") and ":" in text:
        text = text.rsplit(":", 1)[1]
    return without_bidi(text.strip("'").rstrip(".,;") if text.count("'") != 1 else text.rstrip(".,;"))[:1000]
