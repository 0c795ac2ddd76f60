"""Whom a failure notice names, and the status code that it gives (T20)."""

import re

from holdfast.channels.mail.reading import bounce_words as words
from holdfast.channels.mail.reading.addresses import Address
from holdfast.channels.mail.reading.headers import Headers

_DOMAIN = r"[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}"
_ADDRESS = re.compile(rf"[\w.+=/'%&#!-]{{1,100}}@{_DOMAIN}")
_IN_WORDS = re.compile(
    rf"(?:^|[\s<:\"'(（：])<?(?:(?:smtp|rfc822)[=:;]\s?)?((?!')[\w.+=/'%&#!-]{{1,100}}@{_DOMAIN})",
    re.M | re.I,
)
_FIELD_OF_RETURNED = re.compile(
    r"^[>| \t]{0,40}(?:received: (?:from|by)|return-path:|message-id:|mime-version:|dkim-signature:|x-[\w-]{2,40}:)",
    re.I | re.M,
)
"""Here, at the latest, the headers of the returned mail begin."""
_WIDE = re.compile(r"\\x\{([0-9a-fA-F]{2,6})\}")
"""How a letter beyond ASCII is written in a delivery status (RFC 6533)."""
_STATUS = re.compile(r"(?:\b[45]\d\d[ -]#?|#|\()([45]\.\d{1,3}\.\d{1,3})\b")


def in_status(group: dict[str, str]) -> str | None:
    """The recipient of one group of a delivery status, as it was finally addressed."""
    for name in ("final-recipient", "original-recipient", "x-actual-recipient"):
        if found := _ADDRESS.search(_WIDE.sub(_letter, group.get(name, "").split(";", 1)[-1])):
            return found[0]
    return None


def _letter(written: re.Match[str]) -> str:
    code = int(written[1], 16)
    return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else ""


def in_words(headers: Headers, sender: list[Address], head: str) -> list[str]:
    """Whom a notice without such a status names: its own header first, else the addresses in its words."""
    if listed := _ADDRESS.findall(headers.loose("x-failed-recipients")[:20_000]):
        return list(dict.fromkeys(listed))
    found = _addressed(_before_the_returned(head)) or _addressed(head[:8000])
    itself = {one.address.lower() for one in sender}
    return [one for one in found if one.lower() not in itself] or found


def status_in_words(head: str) -> str | None:
    """The enhanced status code (RFC 3463) of the first refusal that is quoted."""
    found = _STATUS.search(_before_the_returned(head))
    return found[1] if found else None


def _before_the_returned(head: str) -> str:
    begins = _FIELD_OF_RETURNED.search(head)
    return head[: begins.start() if begins else 8000][:8000]


def _addressed(text: str) -> list[str]:
    found = [
        one for one in _IN_WORDS.findall(text) if not words.CERTAIN_MACHINE.search(one.split("@")[0] or "x")
    ]
    return list(dict.fromkeys(found[:20]))
