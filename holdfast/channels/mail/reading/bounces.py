# ruff: noqa: E501
"""Failure notices: RFC 3464, and the older forms that mail servers go on sending (T20, T31).

A notice is believed by its structure first; where there is none, only words *together with* a machine as its
sender
count, so that a person who forwards a bounce, or complains about one, stays a person.
"""

import re
from dataclasses import dataclass, field

from holdfast.channels.mail.reading import bounce_words as words
from holdfast.channels.mail.reading import charsets, limits
from holdfast.channels.mail.reading.addresses import Address
from holdfast.channels.mail.reading.automatic import null_return_path
from holdfast.channels.mail.reading.forwards import is_forward_subject, is_reply_subject
from holdfast.channels.mail.reading.headers import Headers, read_headers
from holdfast.channels.mail.reading.identifiers import read_message_id
from holdfast.channels.mail.reading.mime import Part
from holdfast.channels.mail.reading.scrub import one_line

_ADDRESS = re.compile(r"[\w.+=/'%&#!-]{1,100}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}")
_LABELLED_ADDRESS = re.compile(r"(?:^|[\s<:\"'(])<?([\w.+=/'%&#!-]{1,100}@[\w.-]{1,200}\w)>?", re.M)
_MESSAGE_ID = re.compile(r"^message-id:\s*(<[^<>\s]{1,500}>)", re.I | re.M)
_ORIGINAL_HEADERS = re.compile(
    r"^[>|\s]*(?:received: from|message-id:|return-path:|mime-version:|date: |subject: |x-mailer:)",
    re.I | re.M,
)
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
    if "message/feedback-report" in kinds or report == "feedback-report":
        return Delivery("other")
    if "message/disposition-notification" in kinds or report == "disposition-notification":
        return Delivery("other")
    statuses = [
        leaf
        for leaf in leaves
        if leaf.content_type in ("message/delivery-status", "message/global-delivery-status")
    ]
    is_report = root.content_type == "multipart/report" and report in ("", "delivery-status")
    if statuses and (is_report or not _is_by_person(headers, subject, sender)):
        found = _structured(statuses, leaves, text)
        if found is not None:
            return found
    return _worded(leaves, headers, subject, sender, text, is_report=is_report)


# RFC 3464


def _structured(statuses: list[Part], leaves: list[Part], text: str) -> Delivery | None:
    groups = [group for part in statuses[:5] for group in _status_groups(part)]
    actions = {group["action"].split()[0].strip(";,.") for group in groups if group.get("action", "").strip()}
    codes = {group["status"].strip()[:1] for group in groups if group.get("status", "").strip()}
    outcome = _outcome(actions, codes, text)
    if outcome is None:
        return None
    failed = [
        group for group in groups if group.get("action", "failed").startswith("fail") or outcome != "failed"
    ]
    recipients = [name for group in failed if (name := _recipient(group))]
    code = next((group["status"].split()[0] for group in failed if group.get("status", "").strip()), None)
    diagnostic = next((group["diagnostic-code"] for group in failed if group.get("diagnostic-code")), None)
    return Delivery(outcome, list(dict.fromkeys(recipients)), _original_id(leaves, text), code, diagnostic)


def _status_groups(part: Part) -> list[dict[str, str]]:
    """The field groups of a delivery-status part; also of one whose text stands where nested headers should
    be."""
    data = part.content()[:200_000].replace(b"\r\n", b"\n")
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


def _recipient(group: dict[str, str]) -> str | None:
    for name in ("final-recipient", "original-recipient", "x-actual-recipient"):
        value = group.get(name, "")
        if found := _ADDRESS.search(value.split(";", 1)[-1]):
            return found[0]
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
    if not failed_header and not is_report and _is_by_person(headers, subject, sender):
        return None
    evidence = _evidence(leaves, headers, subject, sender, folded, text)
    if is_report:
        evidence += 2
    if failed_header:
        evidence += 2
    wording = words.FAILED.search(folded) is not None
    if "x-mlserver" in headers and words.NOT_A_MEMBER.search(folded):
        wording, evidence = True, evidence + 1
    if words.PROVIDER_NOTICE.search(text[: limits.BOUNCE_CHARS]) and _is_machine(sender):
        return Delivery("failed", _recipients(headers, head), None)
    if evidence < 3 and not (wording and evidence >= 2 and (_is_certain(sender) or failed_header)):
        return None
    if not (wording or failed_header or is_report or (evidence >= 4 and words.SUBJECT.search(subject))):
        return None
    if words.DELAYED.search(folded) and not words.FINAL.search(folded[:6000]):
        outcome = "delayed"
    elif (
        words.DELIVERED.search(folded)
        and not words.SMTP_REPLY.search(folded)
        and not re.search(r"not (?:been )?(?:successfully )?delivered|fail", folded)
    ):
        outcome = "delivered"
    elif (
        words.CHALLENGE.search(folded)
        and not words.SMTP_REPLY.search(folded)
        and not failed_header
        and not _is_certain(sender)
    ):
        return None
    else:
        outcome = "failed"
    return Delivery(outcome, _recipients(headers, head), _original_id(leaves, text))


def _own_words(text: str) -> str:
    """The notice itself, before the message that it returns."""
    head = text[: limits.BOUNCE_CHARS]
    for number, line in enumerate(head.split("\n")[:400]):
        if number and re.match(
            r"^[\s>*-]*(?:original message follows|.{0,20}copy of (?:the|your) (?:message|original)|this is a copy of)",
            line,
            re.I,
        ):
            at = head.find(line)
            return head[: at + len(line)]
    return head


def _evidence(
    leaves: list[Part], headers: Headers, subject: str, sender: list[Address], folded: str, text: str
) -> int:
    """How much besides the wording says that a mail server wrote this."""
    score = 0
    if _is_certain(sender):
        score += 2
    elif _is_machine(sender):
        score += 1
    if null_return_path(headers):
        score += 1
    if words.SUBJECT.search(subject) and not is_reply_subject(subject):
        score += 1
    if (
        any(
            leaf.content_type in ("message/rfc822", "text/rfc822-headers", "message/delivery-status")
            for leaf in leaves
        )
        or len(_ORIGINAL_HEADERS.findall(text[:60_000])) >= 3
    ):
        score += 1
    if words.SMTP_REPLY.search(folded):
        score += 1
    if words.UNMISTAKABLE.search(folded[:3000]):
        score += 1
    if "x-mailer" in headers and re.search(
        r"smtp32|m-filter|mdaemon|imail|mercury|internet mail service", headers.loose("x-mailer"), re.I
    ):
        score += 1
    if "auto-submitted" in headers and not headers.loose("auto-submitted").lower().startswith("no"):
        score += (
            0
            if headers.loose("auto-submitted").lower().startswith("auto-replied") and not _is_machine(sender)
            else 1
        )
    return score


def _is_certain(sender: list[Address]) -> bool:
    return not sender or any(
        words.CERTAIN_MACHINE.search(one.address.split("@")[0])
        or (one.name and words.CERTAIN_MACHINE.search(one.name))
        for one in sender
    )


def _is_machine(sender: list[Address]) -> bool:
    return any(
        words.MACHINE.search(one.address) or (one.name and words.MACHINE.search(one.name)) for one in sender
    )


def _is_by_person(headers: Headers, subject: str, sender: list[Address]) -> bool:
    """Signs that somebody sent this by hand: a forward or an answer, not from a mail system."""
    if (is_forward_subject(subject) or is_reply_subject(subject)) and not null_return_path(headers):
        return True
    if _is_certain(sender):
        return False
    return not _is_machine(sender) and not null_return_path(headers) and not _ORIGINLESS.search(subject)


_ORIGINLESS = re.compile(
    r"^(?:undeliver|delivery (?:failure|status|failed|notification|report)|failure notice|returned mail|mail (?:delivery|could not)|there was an error sending|message (?:delivery|undeliverable)|non-?delivery|"
    r"failed mail|メッセージを配信|メール配信|mail system error|notification d'état|unzustellbar)",
    re.I,
)


def _recipients(headers: Headers, head: str) -> list[str]:
    """Whom the notice names: its own header first, else the addresses in its words."""
    listed = _ADDRESS.findall(headers.loose("x-failed-recipients")[:20_000])
    if not listed:
        listed = [
            found
            for found in _LABELLED_ADDRESS.findall(head[:8000])
            if not words.CERTAIN_MACHINE.search(found.split("@")[0] or "x")
        ][:20]
    return list(dict.fromkeys(listed))


def _folded(text: str) -> str:
    return _SPACE.sub(" ", text[: limits.BOUNCE_CHARS]).lower().replace("’", "'")
