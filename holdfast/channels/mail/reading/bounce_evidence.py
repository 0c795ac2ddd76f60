# ruff: noqa: E501
"""What besides its wording says that a mail server wrote a notice, and what says that a person did (T20)."""

import re
from dataclasses import dataclass

from holdfast.channels.mail.reading import bounce_words as words
from holdfast.channels.mail.reading.addresses import Address
from holdfast.channels.mail.reading.automatic import null_return_path
from holdfast.channels.mail.reading.forwards import is_forward_mark, is_forward_subject, is_reply_subject
from holdfast.channels.mail.reading.headers import Headers
from holdfast.channels.mail.reading.mime import Part

_RETURNED = ("message/rfc822", "text/rfc822-headers", "message/rfc822-headers", "message/delivery-status")
_ORIGINAL_HEADERS = re.compile(
    r"^[>| \t]{0,40}(?:received: from|message-id:|return-path:|mime-version:|date: |subject: |x-mailer:)",
    re.I | re.M,
)
_QMAIL = re.compile(rb"\(qmail \d+ invoked for bounce\)")
_MAIL_SERVER = re.compile(r"smtp32|m-filter|surfcontrol e-mail filter", re.I)
_SERVER_OF_PERSONS_TOO = re.compile(r"mdaemon|imail|mercury|internet mail service|amazon workmail", re.I)
_NOTICE_FIELDS = ("x-mx-bounce", "x-ms-embedded-report", "x-ms-exchange-message-is-ndr", "x-ahmailid")
_MAIL_PROGRAM = re.compile(
    r"\b(?:thunderbird|mozilla|outlook(?! web)|apple mail|i(?:phone|pad) mail|mutt|al?pine|evolution|kmail|squirrelmail|roundcube|"
    r"the bat|eudora|sylpheed|claws|horde|airmail|mailmate|gnus|foxmail|becky|windows (?:live )?mail|pegasus|mew version|yahoomail)",
    re.I,
)
_VERDICT_IN_SUBJECT = re.compile(
    r"^.{12,500} ?: (?:non remis|undeliverable|not delivered|delivery failed|unzustellbar)(?: \([^()]{1,40}\))?$",
    re.I,
)
"""Some servers send the subject back with their verdict behind it."""
_FORWARDED_SUBJECT = re.compile(r"^\s*\[fwd?:|\(fwd\)\s*$", re.I)
_BLOCK_LINE = re.compile(r"^[\s>*|]*(?:from|von|de|da|van|från|od|от|差出人|发件人)\s?[:：]", re.I)
_BLOCK_NEXT = re.compile(
    r"^[\s>*|]*(?:sent|date|to|cc|subject|gesendet|datum|an|betreff|envoyé|date|à|objet|enviado|para|asunto|inviato|verzonden)\s?[:：]",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """`score` counts what speaks for a mail server. `is_strong`: something among it that no shop and no ticket system
    has."""

    score: int
    is_strong: bool


def weigh(
    leaves: list[Part], headers: Headers, subject: str, sender: list[Address], folded: str, text: str
) -> Evidence:
    """Everything but the wording of the failure itself."""
    daemon, certain = is_daemon(sender), is_certain(sender)
    score = 3 if daemon else 2 if certain else 1 if is_machine(sender) else 0
    null_sender = null_return_path(headers)
    says_so = words.SUBJECT.search(subject) is not None and (
        not is_reply_subject(subject) or _VERDICT_IN_SUBJECT.search(subject) is not None
    )
    reply = words.SMTP_REPLY.search(folded) is not None
    returned = returns_a_message(leaves, text)
    by_program = _is_of_mail_server(headers)
    begins = words.UNMISTAKABLE.search(folded[:600]) is not None
    score += null_sender + says_so + reply + returned + 2 * by_program
    score += 2 * begins if begins else words.UNMISTAKABLE.search(folded[:3000]) is not None
    score += _SERVER_OF_PERSONS_TOO.search(headers.loose("x-mailer")) is not None
    declared = headers.loose("auto-submitted").lower()
    if declared.startswith("auto-") and (certain or (is_machine(sender) and "replied" not in declared)):
        score += 1
    strong = certain or returned or by_program or begins or words.NOTICE_SUBJECT.search(subject) is not None
    return Evidence(score, strong or (null_sender and (reply or says_so)))


def returns_a_message(leaves: list[Part], text: str) -> bool:
    """Whether the mail brings another one along: as a part, or as header lines below its words."""
    return (
        any(leaf.content_type in _RETURNED for leaf in leaves)
        or len(_ORIGINAL_HEADERS.findall(text[:60_000])) >= 3
    )


def _is_of_mail_server(headers: Headers) -> bool:
    return (
        any(name in headers for name in _NOTICE_FIELDS)
        or any(_QMAIL.search(value) for value in headers.every("received")[:30])
        or _MAIL_SERVER.search(headers.loose("x-mailer")) is not None
    )


def is_daemon(sender: list[Address]) -> bool:
    """A name under which only mail servers write."""
    return any(
        words.DAEMON.search(one.address.split("@")[0]) or (one.name and words.DAEMON.search(one.name))
        for one in sender
    )


def is_certain(sender: list[Address]) -> bool:
    """A mail server, or the person who looks after it."""
    return not sender or any(
        words.CERTAIN_MACHINE.search(one.address.split("@")[0])
        or (one.name and words.CERTAIN_MACHINE.search(one.name))
        for one in sender
    )


def is_machine(sender: list[Address]) -> bool:
    """A name under which programs of any kind write."""
    return any(
        words.MACHINE.search(one.address) or (one.name and words.MACHINE.search(one.name)) for one in sender
    )


def is_by_person(headers: Headers, subject: str, sender: list[Address], text: str) -> bool:
    """Signs that somebody sent this by hand: a forward or an answer, a mail program, a name of no machine."""
    if null_return_path(headers) or is_daemon(sender) or _VERDICT_IN_SUBJECT.search(subject):
        return False
    if _MAIL_PROGRAM.search(headers.loose("user-agent") + " " + headers.loose("x-mailer")):
        return True
    if is_forward_subject(subject) or is_reply_subject(subject) or _FORWARDED_SUBJECT.search(subject):
        return True
    if not sender:
        return False
    if _carries_a_forward(text):
        return True
    if is_certain(sender) or is_machine(sender):
        return False
    return not words.NOTICE_SUBJECT.search(subject) and not _is_of_mail_server(headers)


def _carries_a_forward(text: str) -> bool:
    """Whether the text passes on another mail: the mark of a mail program, or the header block of one."""
    lines = text[:20_000].split("\n")[:200]
    for number, line in enumerate(lines):
        if is_forward_mark(line):
            return True
        if (
            number + 1 < len(lines)
            and _BLOCK_LINE.match(line)
            and words.DAEMON.search(line)
            and _BLOCK_NEXT.match(lines[number + 1])
        ):
            return True
    return False
