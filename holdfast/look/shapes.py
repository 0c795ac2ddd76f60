"""What the shared parts are given: plain, frozen values, shaped by the doors from what they found."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString

from holdfast.look.clocks import Clock
from holdfast.look.frames import Place


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """One promise in the list of a ticket's promises; `detail` says how long, by when, given by whom."""

    title: str
    detail: str
    clock: Clock


@dataclass(frozen=True, slots=True)
class Step:
    """One stage of a ticket, or one step of the set-up; `note` is a time or a word, ready made or plain."""

    label: str
    note: str | SafeString = ""
    done: bool = False
    current: bool = False


@dataclass(frozen=True, slots=True)
class Level:
    """One level of the ladder; `state` is "past", "now" or nothing yet; `clock` is its answer's.

    Where nobody holds it, `person` says so in words, which are nobody's name.
    """

    title: str
    person: str
    state: str = ""
    note: str = ""
    clock: Clock | None = None
    is_held: bool = True


@dataclass(frozen=True, slots=True)
class File:
    """An attachment; `size` is in words ("412 KB"), `note` says what stands against it, if anything.

    `again_url` is where one has it scanned once more.
    """

    name: str
    url: str
    size: str
    icon: str = "file-text"
    note: str = ""
    again_url: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a conversation; `body` and `quoted` are sanitised, `when` is of `pieces.when`."""

    anchor: str
    kind: str
    """ "in" theirs, "out" ours, "note" internal."""
    author: str
    when: SafeString
    body: SafeString
    role: str = ""
    channel: str = "Email"
    icon: str = "mail"
    quoted: SafeString | None = None
    files: tuple[File, ...] = ()
    delivery: str = ""
    """What became of it ("accepted by Osprey Lane's mail server", "held in the outbox")."""
    delivery_tone: str = ""
    delivery_url: str = ""
    """Where that is asked for again, while it may still turn; `topic` is the hint it turns with."""
    topic: str = ""
    original_url: str = ""
    sound_url: str = ""
    """Where the recording of a call is listened to."""
    tile: str = ""
    """Whose tile stands beside it, where `author` is not what they are called everywhere ("You", a name in a mail)."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened between messages; `icon` names it, `text` is one sentence, plain or safe.

    What `stays` is never folded away with others.
    """

    anchor: str
    icon: str
    text: str | SafeString
    when: SafeString
    stays: bool = False


@dataclass(frozen=True, slots=True)
class TicketLine:
    """One ticket in a client's own list."""

    url: str
    subject: str
    detail: str
    stage: SafeString
    clock: Clock | None = None


@dataclass(frozen=True, slots=True)
class Label:
    """Where a pin's label stands: 0 to 2 above the line, behind its stem where there is no room before it."""

    height: int = 0
    is_back: bool = False
    shown: str = ""
    """When it is shown without being pointed at: always, "roomy" (not on phones), or "never"."""


@dataclass(frozen=True, slots=True)
class Pin:
    """One promise, or several, on the line of the next eight hours: `x` is 0 to 1 along it; overdue ones stand before."""

    x: float
    state: str
    url: str
    told: str
    """The whole of it, for those who listen."""
    title: str
    detail: str = ""
    label: Label = Label()


@dataclass(frozen=True, slots=True)
class Mark:
    """A time under the line; the first is now, and `is_near` one that has no room beside it."""

    x: float
    words: str
    is_near: bool = False


@dataclass(frozen=True, slots=True)
class ViewGroup:
    """Views under one heading; `heading` may be empty for the first."""

    heading: str
    places: tuple[Place, ...]
