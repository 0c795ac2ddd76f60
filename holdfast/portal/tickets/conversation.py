"""What was said on a ticket and what happened to it, as its client may see it: no notes, nothing internal (T45)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, tzinfo
from typing import Any, Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import linebreaks, urlize
from django.utils.safestring import SafeString

from holdfast.escalation import wording as ladder
from holdfast.files.names import safe_filename
from holdfast.files.verdicts import note_on
from holdfast.incidents import wording as incidents
from holdfast.kernel.models import TrailEntry
from holdfast.lists import wording as lists
from holdfast.look import icons, pieces
from holdfast.look.rows import CHANNEL_ICONS
from holdfast.look.shapes import Event, File
from holdfast.look.shapes import Message as Shown
from holdfast.people.models import Person
from holdfast.people.names import names_of
from holdfast.portal.tickets.promised import NAMES
from holdfast.procedure import wording as procedure
from holdfast.promises import wording as promises
from holdfast.tickets import wording as tickets
from holdfast.tickets.models import Attachment, Channel, Message, Side, Ticket

NEWEST: Final = 100
"""Messages and events shown at first; the rest is one click away."""
_YOU: Final = "you"

_LONGEST_LINKED: Final = 20_000


def _paused(said: dict[str, Any], by: str, names: tickets.Names) -> tickets.Sentence:
    what = "your answer" if said["cause"] == "answer" else "your approval"
    return tickets.Sentence("pause", f"Our clock stands still while we wait for {what}", True)


def _still_testing(said: dict[str, Any], by: str, names: tickets.Names) -> tickets.Sentence:
    return tickets.Sentence("clock", "Still being tested on your side", True)


def _asked(said: dict[str, Any], by: str, names: tickets.Names) -> tickets.Sentence:
    whom = ", ".join(names.get(person, "somebody") for person in said["persons"])
    return tickets.Sentence("mail", f"Asked whether it is fixed: {whom or 'nobody could be asked'}", True)


_WORDING: Final = {
    **tickets.WORDING,
    **procedure.WORDING,
    **ladder.WORDING,
    **lists.WORDING,
    **incidents.WORDING,
    **promises.WORDING,
    "PromisePaused": _paused,
    "ClientStillTesting": _still_testing,
    "ApprovalAsked": _asked,
}
"""What the desk says in its own words, clients read in theirs."""

_SHOWN_ELSEWHERE: Final = frozenset({"StageMoved", "PromiseKept"})
"""The steps and the promises of the page say these."""

_NAMED_IN: Final = ("to", "person", "persons", "back_to")


def public_messages(ticket: Ticket) -> QuerySet[Message]:
    """The messages that a client may see: what was said between us, by people."""
    return Message.objects.filter(ticket=ticket, is_machine=False).exclude(side=Side.INTERNAL)


def timeline(
    ticket: Ticket,
    person: Person,
    trail: Iterable[TrailEntry],
    *,
    now: datetime,
    zone: tzinfo,
    whole: bool = False,
) -> tuple[list[Shown | Event], bool]:
    """Messages and events, the newest first, and whether older ones were left out."""
    rows = (
        public_messages(ticket).select_related("author").prefetch_related("attachments__file").order_by("-pk")
    )
    messages = list(rows if whole else rows[: NEWEST + 1])
    is_cut = not whole and len(messages) > NEWEST
    said: list[tuple[datetime, int, Shown | Event]] = [
        (message.at, message.pk, _message(message, person, now=now, zone=zone))
        for message in (messages[:NEWEST] if is_cut else messages)
    ]
    happened: list[tuple[datetime, int, Shown | Event]] = [
        (entry.at, entry.pk, event) for entry, event in _events(list(trail), person, now=now, zone=zone)
    ]
    if is_cut:
        oldest = said[-1][0]
        happened = [each for each in happened if each[0] >= oldest]
    return [each[2] for each in sorted(said + happened, key=lambda each: each[:2], reverse=True)], is_cut


def text_shown(text: str) -> SafeString:
    """Plain text as paragraphs; addresses in it become links, unless it is so long that finding them takes long (T28)."""
    linked = urlize(text, nofollow=True, autoescape=True) if len(text) <= _LONGEST_LINKED else None
    return SafeString(linebreaks(text, autoescape=True) if linked is None else linebreaks(linked))


def _message(message: Message, person: Person, *, now: datetime, zone: tzinfo) -> Shown:
    is_ours = message.side == Side.VENDOR
    return Shown(
        anchor=f"message-{message.pk}",
        kind="out" if is_ours else "in",
        author="You" if message.author_id == person.pk else message.author_label,
        role=(message.author.title if message.author else "") if is_ours else "",
        when=pieces.when(message.at, now=now, zone=zone),
        channel=Channel(message.channel).label if message.channel in Channel.values else message.channel,
        icon=CHANNEL_ICONS.get("email" if message.channel == Channel.MAIL else message.channel, "mail"),
        body=text_shown(message.text),
        quoted=text_shown(message.quoted) if message.quoted else SafeString(""),
        tile=str(message.author or message.author_label),
        files=tuple(_file(each, message) for each in message.attachments.all()),
    )


def _file(attachment: Attachment, message: Message) -> File:
    stored = attachment.file
    name = safe_filename(attachment.filename)
    return File(
        name=name,
        url=reverse("portal:file", args=[message.ticket_id, attachment.key, name]),
        size=size_in_words(stored.size),
        icon="image" if stored.media_type.startswith("image/") else "file-text",
        note=note_on(stored, to_client=True),
    )


def size_in_words(size: int) -> str:
    """Bytes as one says them: `412 KB`, `3.1 MB`."""
    kilobytes = max(1, round(size / 1024))
    return f"{kilobytes} KB" if kilobytes < 1000 else f"{size / 1024 / 1024:.1f} MB"


def _events(
    trail: list[TrailEntry], reader: Person, *, now: datetime, zone: tzinfo
) -> list[tuple[TrailEntry, Event]]:
    """What happened, in sentences in which the reader is "you", as they are beside their own messages."""
    told = [entry for entry in trail if _is_told(entry)]
    names = names_of(_people_in(told)) | {reader.pk: _YOU}
    found = []
    for entry in told:
        by = _YOU if entry.actor_person == reader.pk else entry.actor_label
        sentence = _WORDING[entry.fact](entry.said, by, names)
        if sentence is not None and sentence.is_public:
            icon = sentence.icon if sentence.icon in icons.symbols() else "info"
            when = pieces.when(entry.at, now=now, zone=zone)
            words = sentence.words[:1].upper() + sentence.words[1:]
            found.append((entry, Event(f"event-{entry.pk}", icon, words, when)))
    return found


def _is_told(entry: TrailEntry) -> bool:
    if entry.fact not in _WORDING or entry.fact in _SHOWN_ELSEWHERE:
        return False
    clause = entry.said.get("clause")
    return clause is None or clause in NAMES


def _people_in(trail: Iterable[TrailEntry]) -> set[int]:
    found: set[int] = set()
    for entry in trail:
        found |= _keys(entry.said)
    return found


def _keys(said: Mapping[str, Any]) -> set[int]:
    keys: set[int] = set()
    for name in _NAMED_IN:
        value = said.get(name)
        keys.update(each for each in (value if isinstance(value, list) else [value]) if isinstance(each, int))
    return keys
