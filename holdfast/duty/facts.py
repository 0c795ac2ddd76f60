"""What happens to rotas, and to pages with each of their steps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from holdfast.kernel.facts import Fact

DUTY = "duty"
"""The live hint of every page that says who is on duty, or what is paged."""


@dataclass(frozen=True, kw_only=True)
class RotaFact(Fact):
    subject: ClassVar[str] = "rota"
    rota: int
    name: str
    """Team and level, as they were."""

    @property
    def topics(self) -> tuple[str, ...]:
        return (self.about, DUTY)


@dataclass(frozen=True, kw_only=True)
class RotaSaved(RotaFact):
    """A rota was made, or its zone, waiting time or what it covers changed."""


@dataclass(frozen=True, kw_only=True)
class RotaEnded(RotaFact):
    """The rota is no more; nobody is on duty by it."""


@dataclass(frozen=True, kw_only=True)
class LayerSaved(RotaFact):
    """A layer has these people in turn from now on."""

    layer: int
    persons: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class LayerEnded(RotaFact):
    layer: int


@dataclass(frozen=True, kw_only=True)
class DutyChanged(RotaFact):
    """For a while (ISO 8601, UTC) somebody covers, swaps or is absent."""

    kind: str
    person: int | None
    instead_of: int | None
    begins_at: str
    ends_at: str


@dataclass(frozen=True, kw_only=True)
class DutyChangeEnded(RotaFact):
    """A cover, swap or absence holds no more."""

    kind: str
    person: int | None
    instead_of: int | None


@dataclass(frozen=True, kw_only=True)
class GapFound(RotaFact):
    """In the coming four weeks nobody is on duty for a while."""

    begins_at: str
    ends_at: str


@dataclass(frozen=True, kw_only=True)
class GapClosed(RotaFact):
    """It was filled before it began, or is over."""

    begins_at: str


@dataclass(frozen=True, kw_only=True)
class NobodyOnDuty(RotaFact):
    """From now on nobody is on duty; the managers are told."""

    until: str


@dataclass(frozen=True, kw_only=True)
class PageFact(Fact):
    subject: ClassVar[str] = "page"
    page: int

    @property
    def topics(self) -> tuple[str, ...]:
        return (self.about, DUTY)


@dataclass(frozen=True, kw_only=True)
class PageOpened(PageFact):
    """Somebody must see to this now; `concerning` is what it is about."""

    cause: str
    concerning: str
    words: str


@dataclass(frozen=True, kw_only=True)
class PageJoined(PageFact):
    """One more thing about what is being paged already; nobody is called twice for it."""

    cause: str
    words: str


@dataclass(frozen=True, kw_only=True)
class PersonPaged(PageFact):
    """One step: this person, by this channel; level 0 are the managers, named in `persons`."""

    step: int
    level: int
    channel: str
    person: int | None = None
    persons: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class StepFailed(PageFact):
    """That step did not reach its person, so the next one is taken at once."""

    step: int
    person: int | None
    channel: str
    trouble: str


@dataclass(frozen=True, kw_only=True)
class PageAcknowledged(PageFact):
    """Somebody has it in hand: no further step is taken."""

    person: int
    via: str


@dataclass(frozen=True, kw_only=True)
class PageEnded(PageFact):
    """What it told of was done, so no further step is taken, though nobody took it."""


@dataclass(frozen=True, kw_only=True)
class PageGivenUp(PageFact):
    """Nobody was left to page; `nobody` says that nobody was on duty at all."""

    nobody: bool


@dataclass(frozen=True, kw_only=True)
class WaysChanged(Fact):
    """A person is paged by these channels from now on, in that order."""

    subject: ClassVar[str] = "person"
    person: int
    channels: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class FeedMade(Fact):
    """A secret address for calendar programs was made: of a rota, or of a person; the one before it has ended."""

    subject: ClassVar[str] = "feed"
    feed: int
    rota: int | None
    person: int | None


@dataclass(frozen=True, kw_only=True)
class FeedRevoked(Fact):
    subject: ClassVar[str] = "feed"
    feed: int
    rota: int | None
    person: int | None
