"""What stands around a page: places to go, who is signed in, the next promise. Filled in by the doors."""

from __future__ import annotations

from dataclasses import dataclass

from holdfast.look.clocks import Clock


@dataclass(frozen=True, slots=True)
class Place:
    """A link of the rail, the views, the header or the account menu.

    `count` stands beside it; `tone` colours the count or shows a dot (late, soon, kept); `alert` is what it
    means, for those who listen ("1 promise overdue").
    """

    label: str
    url: str
    icon: str = ""
    current: bool = False
    count: int | str | None = None
    tone: str = ""
    alert: str = ""
    is_minor: bool = False
    """On phones it stands under 'More', not in the bar at the foot."""
    key: str = ""
    """By which its count, or its alert, is told anew; empty where it stands still."""
    single_key: str = ""
    """The key that leads there from every page of the desk that has no control of its own for it."""


@dataclass(frozen=True, slots=True)
class NextPromise:
    """The promise that falls due next for this person or team; `told` is its name in words."""

    clock: Clock
    told: str
    url: str


@dataclass(frozen=True, slots=True)
class DeskFrame:
    """What `desk.html` needs around a page of the desk."""

    person: str
    note: str
    """What is said of the person in the account menu: roles, shift."""
    rail: tuple[Place, ...]
    account: tuple[Place, ...] = ()
    sign_out_url: str = ""
    home_url: str = "/"
    next_promise: NextPromise | None = None
    next_promise_url: str = ""
    """Where the rail's clock is fetched again; empty leaves it as rendered."""
    topics: str = ""
    """The live hints at which it is, separated by blanks."""
    single_keys: bool = True
    events_url: str = ""
    """The stream of live hints; empty for none."""
    calls_url: str = ""
    """Where the cards of those who call now are fetched; empty where no calls come in."""


@dataclass(frozen=True, slots=True)
class SiteFrame:
    """What `site.html` needs around a page of the portal, the status page or a public form."""

    name: str
    """The vendor's support, as clients know it."""
    home_url: str
    places: tuple[Place, ...] = ()
    escalate_url: str = ""
    person: str = ""
    note: str = ""
    account: tuple[Place, ...] = ()
    sign_in_url: str = ""
    sign_out_url: str = ""
    foot: str = ""
    """One sentence on hours and phone."""
    foot_places: tuple[Place, ...] = ()
    events_url: str = ""
    chat_url: str = ""
    """The script of the live chat, where the page has one."""
    chat_identity: str = ""
    """Says to the chat who is signed in."""
