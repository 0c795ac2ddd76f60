"""Who speaks in a mail, and how far that is proven: pure rules over what our own relay says (RFC 8601; T5, T6, T9)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from holdfast.channels.mail.reading.message import Mailbox, ReadMessage
from holdfast.channels.models import Standing
from holdfast.people.models import normal_address

_COMMENT = re.compile(r"\((?:[^()\\]|\\.)*\)")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_RESULT = re.compile(r"^\s*([a-z][a-z0-9-]*)(?:/\d+)?\s*=\s*([a-z]+)")
_PROPERTY = re.compile(r"\b([a-z]+\.[a-z0-9_-]+)\s*=\s*([^\s;]+)")
_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\"\\]+@[^\s@<>()\[\],;:\"\\]+")


@dataclass(frozen=True)
class Result:
    """One result of one method: `dkim`, `pass`, {`header.d`: `osprey.example`}."""

    method: str
    result: str
    properties: dict[str, str] = field(default_factory=dict)


def one_sender(read: ReadMessage) -> Mailbox | None:
    """The one mailbox that the mail is from; None when it names none, or more than one person (T9).

    An address without an `@domain` names nobody. The same address written twice is still one.
    """
    addresses = {normal_address(each.address) for each in read.senders}
    if read.from_fields != 1 or len(addresses) != 1 or read.sender is None:
        return None
    return read.sender if is_address(read.sender.address) else None


def is_address(text: str) -> bool:
    return len(text) <= 254 and _ADDRESS.fullmatch(text) is not None


def standing_of(fields: Sequence[str], *, sender: str, authserv_id: str) -> Standing:
    """How far the sender's address is proven, by the topmost Authentication-Results of our own relay alone.

    DMARC decides. Where the relay gives no DMARC result, a DKIM or SPF pass of the sender's own domain verifies, as
    DMARC would have it; nothing else does. Without a configured relay everybody is unverified. A relay removes fields
    that claim its name from what it takes in (RFC 8601 §5); should one be left, it lies below the relay's own.
    """
    results = _results_of(fields, authserv_id)
    domain = normal_address(sender).rpartition("@")[2]
    for each in results:
        if each.method == "dmarc" and each.result != "none":
            if each.result == "pass":
                return Standing.VERIFIED if _is_about(each, "header.from", domain) else Standing.UNVERIFIED
            return Standing.FAILED if each.result == "fail" else Standing.UNVERIFIED
    return Standing.VERIFIED if any(_proves(each, domain) for each in results) else Standing.UNVERIFIED


def read_results(value: str) -> tuple[str, list[Result]]:
    """The authserv-id in lower case, and the results, of one Authentication-Results field."""
    flat = value
    for _ in range(5):  # comments nest
        flat, found = _COMMENT.subn(" ", flat)
        if not found:
            break
    flat = _QUOTED.sub(lambda match: re.sub(r"[\s;=]", "_", match[1]) or "_", flat)
    first, *others = flat.lower().split(";")
    words = first.split()
    return (words[0] if words else ""), [result for each in others if (result := _read_result(each))]


def _read_result(text: str) -> Result | None:
    found = _RESULT.match(text)
    if found is None:
        return None
    properties: dict[str, str] = {}
    for name, value in _PROPERTY.findall(text[found.end() :]):
        properties.setdefault(name, value)
    return Result(found[1], found[2], properties)


def _results_of(fields: Sequence[str], authserv_id: str) -> list[Result]:
    if not authserv_id:
        return []
    for value in fields:
        who, results = read_results(value)
        if who == authserv_id.strip().lower():
            return results
    return []


def _proves(result: Result, domain: str) -> bool:
    if result.result != "pass":
        return False
    if result.method == "dkim":
        signed = result.properties.get("header.d") or result.properties.get("header.i", "").rpartition("@")[2]
        return _covers(signed, domain)
    if result.method == "spf":
        return _covers(result.properties.get("smtp.mailfrom", "").rpartition("@")[2], domain)
    return False


def _is_about(result: Result, name: str, domain: str) -> bool:
    """Whether the result names the sender's domain, or names none."""
    named = result.properties.get(name, "").rpartition("@")[2]
    return not named or _covers(named, domain) or _covers(domain, named)


def _covers(signer: str, domain: str) -> bool:
    """Whether what this domain signs may speak for the other: itself, and its own subdomains."""
    return "." in signer and (domain == signer or domain.endswith(f".{signer}"))
