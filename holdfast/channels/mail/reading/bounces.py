"""Failure notices: RFC 3464, and the older forms that mail servers go on sending (T20, T31).

A notice is believed by its structure first; where there is none, only words *together with* a machine as its
sender
count, so that a person who forwards a bounce, or complains about one, stays a person.
"""

import re
from dataclasses import dataclass, field

from holdfast.channels.mail.reading import bounce_evidence as evidence
from holdfast.channels.mail.reading import bounce_recipients, charsets, limits
from holdfast.channels.mail.reading import bounce_words as words
from holdfast.channels.mail.reading.addresses import Address
from holdfast.channels.mail.reading.headers import Headers, read_headers
from holdfast.channels.mail.reading.identifiers import read_message_id
from holdfast.channels.mail.reading.mime import Part
from holdfast.channels.mail.reading.scrub import one_line

_MESSAGE_ID = re.compile(r"^message-id:\s*(<[^<>\s]{1,500}>)", re.I | re.M)
_STATUS_IN_TEXT = re.compile(r"^final-recipient: ?rfc822;[^\n]*\n(?:[^\n]+\n){0,10}?action:", re.I | re.M)
_RETURNED_FOLLOWS = re.compile(
    r"^[\s>*-]*(?:original message follows|old message:|.{0,20}copy of (?:the|your) (?:message|original)|"
    r"(?:message header|the header of the original|returned mail)\b.{0,40}(?:follow|-{3})|this is a copy of)",
    re.I,
)
"""The line below which the notice returns the mail."""
_HOTMAIL_COMPLAINT = "x-hmxmroriginalrecipient"
"""Whose complaints are no reports by their structure."""
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a notice says of a delivery. `outcome`: failed, delayed, delivered, or other (receipts,
    complaints)."""

    outcome: str
    recipients: list[str] = field(default_factory=list)
    original_message_id: str | None = None
    status: str | None = None
    """The enhanced status code of RFC 3463, where one is told."""

    diagnostic: str | None = None


def read_delivery(
    root: Part, leaves: list[Part], headers: Headers, subject: str, sender: list[Address], text: str
) -> Delivery | None:
    """What the mail reports about a delivery, or None when it reports nothing of the kind."""
    kinds = {leaf.content_type for leaf in leaves}
    report = (
        root.parameters.get("report-type", "").strip().lower()
        if root.content_type == "multipart/report"
        else ""
    )
    is_complaint = "message/feedback-report" in kinds or report == "feedback-report"
    if is_complaint or _HOTMAIL_COMPLAINT in headers:
        return Delivery("other")
    if "message/disposition-notification" in kinds or report == "disposition-notification":
        return _receipt(leaves, text)
    statuses = [
        leaf
        for leaf in leaves
        if leaf.content_type in ("message/delivery-status", "message/global-delivery-status")
    ]
    is_report = root.content_type == "multipart/report" and report in ("", "delivery-status")
    is_by_person = evidence.is_by_person(headers, subject, sender, text)
    if statuses and (is_report or not is_by_person):
        groups = [group for part in statuses[:5] for group in _status_groups(part.content())]
        found = _structured(groups, leaves, text)
        if found is not None:
            return found
    if not statuses and _STATUS_IN_TEXT.search(text[: limits.BOUNCE_CHARS]) and not is_by_person:
        found = _structured(_status_groups(text[: limits.BOUNCE_CHARS].encode()), leaves, text)
        if found is not None:
            return found
    return _worded(leaves, headers, subject, sender, text, is_report=is_report)


# receipts


def _receipt(leaves: list[Part], text: str) -> Delivery:
    """A receipt is no bounce, save where a filter of the recipient refused the mail by one (RFC 5429)."""
    refused = words.REFUSED_BY_FILTER.search(_folded(text[:2000])) is not None
    for leaf in leaves:
        if leaf.content_type != "message/disposition-notification" or not refused:
            continue
        for group in _status_groups(leaf.content()):
            if group.get("disposition", "").lower().rstrip().endswith("deleted"):
                recipient = bounce_recipients.in_status(group)
                answered = read_message_id(group.get("original-message-id", ""))
                return Delivery("failed", [recipient] if recipient else [], answered)
    return Delivery("other")


# RFC 3464


def _structured(groups: list[dict[str, str]], leaves: list[Part], text: str) -> Delivery | None:
    actions = {group["action"].split()[0].strip(";,.") for group in groups if group.get("action", "").strip()}
    codes = {group["status"].strip()[:1] for group in groups if group.get("status", "").strip()}
    outcome = _outcome(actions, codes, text)
    if outcome is None:
        return None
    failed = [
        group for group in groups if group.get("action", "failed").startswith("fail") or outcome != "failed"
    ]
    recipients = [name for group in failed if (name := bounce_recipients.in_status(group))]
    code = next((group["status"].split()[0] for group in failed if group.get("status", "").strip()), None)
    diagnostic = next((group["diagnostic-code"] for group in failed if group.get("diagnostic-code")), None)
    return Delivery(outcome, list(dict.fromkeys(recipients)), _original_id(leaves, text), code, diagnostic)


def _status_groups(data: bytes) -> list[dict[str, str]]:
    """The field groups of a delivery status, in a part of its own or among the words."""
    data = data[:200_000].replace(b"\r\n", b"\n")
    groups: list[dict[str, str]] = []
    for block in re.split(rb"\n[ \t]*\n", data)[:500]:
        group: dict[str, str] = {}
        fields, _ = read_headers(block + b"\n", 0, len(block) + 1)
        for name, value in fields.fields[:100]:
            group.setdefault(name, one_line(charsets.decode(value, guess=False)))
        if "action" in group:
            group["action"] = group["action"].lower()
        if group:
            groups.append(group)
    return groups


def _outcome(actions: set[str], codes: set[str], text: str) -> str | None:
    if any(
        action.startswith(("fail", "undeliver", "reject", "bounce", "expired", "hard", "error"))
        for action in actions
    ):
        return "failed"
    if any(action.startswith(("delay", "defer")) for action in actions):
        return "delayed"
    if any(action.startswith(("deliver", "relay", "expand", "success")) for action in actions):
        return "delivered"
    if "5" in codes:
        return "failed"
    if "2" in codes:
        return "delivered"
    if "4" in codes:
        folded = _folded(text)
        return "delayed" if words.DELAYED.search(folded) and not words.FINAL.search(folded) else "failed"
    return None


def _original_id(leaves: list[Part], text: str) -> str | None:
    """The Message-ID of the mail that failed: from the returned message, else from headers quoted in the
    text."""
    for leaf in leaves:
        if leaf.content_type in (
            "message/rfc822",
            "text/rfc822-headers",
            "message/rfc822-headers",
            "message/global",
            "message/global-headers",
        ):
            data = leaf.content()[:200_000]
            inner, _ = read_headers(data, 0, len(data))
            if (found := read_message_id(inner.loose("message-id"))) is not None:
                return found
    found_in_text = _MESSAGE_ID.search(text)
    return found_in_text[1] if found_in_text else None


# all other forms


def _worded(
    leaves: list[Part], headers: Headers, subject: str, sender: list[Address], text: str, *, is_report: bool
) -> Delivery | None:
    head = _own_words(text)
    folded = _folded(head)
    failed_header = "x-failed-recipients" in headers
    if not failed_header and not is_report and evidence.is_by_person(headers, subject, sender, text):
        return None
    if words.PROVIDER_NOTICE.search(text[: limits.BOUNCE_CHARS]) and evidence.is_machine(sender):
        return Delivery("failed", bounce_recipients.in_words(headers, sender, head), None)
    found = evidence.weigh(leaves, headers, subject, sender, folded, text)
    score = found.score + 2 * is_report + 2 * failed_header
    wording = words.FAILED.search(folded) is not None
    if "x-mlserver" in headers and words.NOT_A_MEMBER.search(folded):
        wording, score = True, score + 1
    if score < 3 or not (found.is_strong or is_report or failed_header):
        return None
    if not (
        wording
        or failed_header
        or is_report
        or (score >= 4 and _needs_no_words(leaves, subject, folded, text))
    ):
        return None
    outcome = _worded_outcome(folded, is_trusted=failed_header or evidence.is_daemon(sender))
    if outcome is None:
        return None
    return Delivery(
        outcome,
        bounce_recipients.in_words(headers, sender, head),
        _original_id(leaves, text),
        bounce_recipients.status_in_words(head),
    )


def _needs_no_words(leaves: list[Part], subject: str, folded: str, text: str) -> bool:
    """Notices in languages that nobody listed: known by their subject, or by a reply code beside what they return."""
    return words.SUBJECT.search(subject) is not None or (
        words.SMTP_REPLY.search(folded) is not None and evidence.returns_a_message(leaves, text)
    )


def _worded_outcome(folded: str, *, is_trusted: bool) -> str | None:
    if words.WARNING.search(folded[:3000]):
        return "delayed"
    if words.DELAYED.search(folded) and not words.FINAL.search(folded[:6000]):
        return "delayed"
    replied = words.SMTP_REPLY.search(folded) is not None
    if words.DELIVERED.search(folded) and not replied and not words.NOT_DELIVERED.search(folded):
        return "delivered"
    if words.CHALLENGE.search(folded) and not replied and not is_trusted:
        return None
    return "failed"


def _own_words(text: str) -> str:
    """The notice itself, before the message that it returns."""
    head = text[: limits.BOUNCE_CHARS]
    for number, line in enumerate(head.split("\n")[:400]):
        if number and _RETURNED_FOLLOWS.match(line):
            at = head.find(line)
            return head[: at + len(line)]
    return head


def _folded(text: str) -> str:
    return _SPACE.sub(" ", text[: limits.BOUNCE_CHARS]).lower().replace("’", "'")
