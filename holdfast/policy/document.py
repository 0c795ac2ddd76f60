"""The policy as data: the document that a version of it holds, and that a policy file is read into."""

from __future__ import annotations

from typing import Any, Final

import msgspec

from holdfast.kernel.text import one_line
from holdfast.policy.allowance import Allowance

CLIENT: Final = "client"
"""Names no calendar but whose it is: the contract's, else the organisation's, else the policy's default."""

ROUND_THE_CLOCK: Final = "round-the-clock"

TICKET_CLAUSES: Final = (
    "acknowledge",
    "first_response",
    "priority_confirmed",
    "turnaround",
    "client_update",
    "engineering_told",
    "client_told",
    "explanation",
)
"""The clauses whose values may differ by priority."""

CLAUSES: Final = (
    *TICKET_CLAUSES,
    "word_given",
    "chat_answered",
    "call_returned",
    "suspicion_weighed",
    "account_manager_told",
    "interruption_report",
    "hourly_update",
    "restored_notice",
    "cause_update",
    "maintenance_notice",
    "maintenance_update",
    "escalation_answered",
    "list_reviewed",
)
"""Every clause that Holdfast knows how to make and to keep; a policy has each of them once."""

ByPriority = dict[int, str]


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a document is made of: never changed in place, and without a field that nobody knows."""


class Priority(Part, frozen=True, kw_only=True):
    """One row of the priority matrix (B2)."""

    number: int
    name: str
    summary: str


class Scenario(Part, frozen=True, kw_only=True):
    """What a client may find wrong; choosing it suggests the priority (B2). Its id stays for good."""

    id: str
    words: str
    priority: int
    outage: bool | None = None
    """Whether choosing it says that a service is down (E5); None where a version does not say: then its words do."""


class Level(Part, frozen=True, kw_only=True):
    """One level of the ladder (D1); `person` is a mail address, empty while nobody holds the level."""

    title: str
    person: str = ""
    phone: str = ""
    answer: str
    """Within what time the level answers, once told."""


class NamedHours(Part, frozen=True, kw_only=True):
    """A calendar that a document brings: `hours` as `calendars.hours` reads them, holidays' names by date."""

    name: str
    hours: dict[str, Any]
    holiday_names: dict[str, str] = {}


class Clause(Part, frozen=True, kw_only=True):
    """One sentence of the policy that makes promises, with its values (promises.md, the table)."""

    id: str
    title: str
    text: str
    """The sentence that a client would sign; `{limit}` and `{priority}` stand for the values."""
    mission: str
    calendar: str
    limit: str | ByPriority
    """An allowance, or one for each priority; empty: nothing is promised."""
    target: str | ByPriority = ""
    own: bool | tuple[int, ...] = False
    """Whether the values are the operator's own, not the source's; or for which priorities they are."""
    climbs: bool | tuple[int, ...] = False
    """Whether a breach climbs the ladder on its own (D3); or for which priorities it does."""

    def limit_for(self, priority: int | None) -> Allowance | None:
        """The hard deadline; None where this clause promises nothing for that priority."""
        return _allowance(self.limit, priority)

    def target_for(self, priority: int | None) -> Allowance | None:
        """The soft deadline before it, where there is one."""
        return _allowance(self.target, priority)

    def calendar_for(self, priority: int | None) -> str:
        """A calendar's key, or `client`; an elapsed limit is always measured, and paused, round the clock."""
        limit = self.limit_for(priority)
        return ROUND_THE_CLOCK if limit is not None and limit.is_elapsed else self.calendar

    def climbs_for(self, priority: int | None) -> bool:
        return _holds(self.climbs, priority)

    def is_own(self, priority: int | None) -> bool:
        return _holds(self.own, priority)


class Document(Part, frozen=True, kw_only=True):
    """A whole policy. As stored it is complete, so that a later default never changes what was published."""

    name: str
    provisional_priority: int = 2
    """Holds while nobody confirmed a priority and no scenario suggests one."""
    warnings: tuple[float, ...] = (0.5, 0.75, 0.9)
    """At which fractions of its time a promise warns."""
    reopen_days: int = 14
    """Days after resolution within which a reply may reopen the ticket; later it opens a linked one."""
    default_calendar: str
    question_reminders: tuple[str, ...] = ("2 business days", "4 business days")
    """When a client who was asked something is reminded, each counted from the question."""
    question_call: str = "5 business days"
    """When, still without an answer, calling the client becomes a task for a person; never is not allowed, for
    the turnaround stands still meanwhile.
    """
    approval_reminders: tuple[str, ...] = ()
    """When a client who was asked for approval is reminded, each counted from the hand-over."""
    approval_call: str = ""
    """When, still without an answer, calling the client becomes a task for a person; empty: never."""
    approval_by_silence: str = ""
    """After what silence a fix counts as approved; empty: never (C5)."""
    tier_1_without_qa: tuple[int, ...] = (3, 4)
    """Priorities in which tier 1's own resolution goes to the client without QA."""
    degraded_is_down: bool = False
    """Whether what is only degraded counts as down: then the hourly update is owed for it too."""
    priorities: tuple[Priority, ...]
    scenarios: tuple[Scenario, ...]
    clauses: tuple[Clause, ...]
    ladder: tuple[Level, ...]
    calendars: dict[str, NamedHours] = {}
    """By key. A draft brings those that publishing is to save; a published one keeps all that it names."""

    def clause(self, id: str) -> Clause:
        """The clause with this id; KeyError when there is none."""
        for clause in self.clauses:
            if clause.id == id:
                return clause
        raise KeyError(id)

    def scenario(self, id: str) -> Scenario | None:
        return next((scenario for scenario in self.scenarios if scenario.id == id), None)

    def level(self, number: int) -> Level | None:
        """The level with this number, from 1 upwards; None above the top."""
        return self.ladder[number - 1] if 1 <= number <= len(self.ladder) else None

    def calendars_named(self) -> set[str]:
        """The keys of all calendars that its promises may be measured on, the clients' own apart."""
        return {ROUND_THE_CLOCK, self.default_calendar, *(clause.calendar for clause in self.clauses)} - {
            CLIENT
        }


def from_plain(plain: Any) -> Document:
    """The document from JSON-like values, its text made safe; ValidationError names the wrong field."""
    return msgspec.convert(_safe(plain), Document, str_keys=True)


def to_plain(document: Document) -> dict[str, Any]:
    """The document as JSON-like values, complete with its defaults."""
    plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(document))
    return plain


def _safe(plain: Any) -> Any:
    """Every text on one line and without controls; what is too long is left for the rules to say."""
    if isinstance(plain, str):
        return one_line(plain, limit=10_000)
    if isinstance(plain, dict):
        return {_safe(key): _safe(value) for key, value in plain.items()}
    if isinstance(plain, list | tuple):
        return [_safe(each) for each in plain]
    return plain


def _allowance(value: str | ByPriority, priority: int | None) -> Allowance | None:
    if isinstance(value, dict):
        value = "" if priority is None else value.get(priority, "")
    return Allowance.parse(value) if value else None


def _holds(value: bool | tuple[int, ...], priority: int | None) -> bool:
    return value if isinstance(value, bool) else priority in value
