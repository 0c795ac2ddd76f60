"""Reads of tickets, shaped for pages: the queue in working order, its counts, the search."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final

from django.db import connection, transaction

from holdfast.kernel.text import one_line
from holdfast.tickets.models import Stage

PAGE: Final = 50
_COUNTED_TO: Final = 1000


class View(StrEnum):
    """The lists of the desk."""

    OPEN = "open"
    MINE = "mine"
    UNASSIGNED = "unassigned"
    OVERDUE = "overdue"
    WAITING = "waiting"
    ESCALATED = "escalated"
    NEW = "new"
    ACKNOWLEDGED = "acknowledged"
    PRIORITISED = "prioritised"
    TIER_1 = "tier-1"
    ENGINEERING = "engineering"
    QA = "qa"
    APPROVAL = "approval"
    RESOLVED = "resolved"


_WHERE: Final[dict[View, str]] = {
    View.OPEN: "t.is_open",
    View.MINE: "t.is_open AND t.assignee_id = %(person)s",
    View.UNASSIGNED: "t.is_open AND t.assignee_id IS NULL",
    View.OVERDUE: "t.is_open AND t.next_due_at < %(at)s",
    View.WAITING: "t.is_open AND t.waiting <> ''",
    View.ESCALATED: "t.is_open AND t.level > 1",
    View.NEW: f"t.is_open AND t.stage = {Stage.NEW:d}",
    View.ACKNOWLEDGED: f"t.is_open AND t.stage = {Stage.ACKNOWLEDGED:d}",
    View.PRIORITISED: f"t.is_open AND t.stage = {Stage.PRIORITISED:d}",
    View.TIER_1: f"t.is_open AND t.stage = {Stage.TIER_1:d}",
    View.ENGINEERING: f"t.is_open AND t.stage = {Stage.ENGINEERING:d}",
    View.QA: f"t.is_open AND t.stage = {Stage.QA:d}",
    View.APPROVAL: f"t.is_open AND t.stage = {Stage.CLIENT_APPROVAL:d}",
    View.RESOLVED: "NOT t.is_open",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One ticket in a list."""

    number: int
    subject: str
    last_words: str
    priority: int
    is_provisional: bool
    stage: int
    channel: str
    has_news: bool
    waiting: str
    level: int
    organisation: str
    organisation_id: int | None
    requester: str
    assignee: str
    next_due_at: datetime | None
    next_due_clause: str
    next_due_state: str
    next_due_from: datetime | None
    opened_at: datetime
    resolved_at: datetime | None


_COLUMNS = """
SELECT t.id, t.subject, t.last_words, t.priority, t.is_provisional, t.stage, t.channel, t.has_news, t.waiting,
       t.level, coalesce(o.name, ''), t.organisation_id, coalesce(nullif(r.name, ''), r.email),
       coalesce(nullif(a.name, ''), a.email, ''), t.next_due_at, t.next_due_clause, t.next_due_state,
       t.next_due_from, t.opened_at, t.resolved_at
"""
_JOINS = """
  LEFT JOIN clients_organisation o ON o.id = t.organisation_id
  JOIN people_person r ON r.id = t.requester_id
  LEFT JOIN people_person a ON a.id = t.assignee_id
"""
_IN_WORKING_ORDER = "t.priority, t.is_provisional DESC, t.next_due_at ASC NULLS LAST, t.id"


@dataclass(frozen=True)
class After:
    """Where the last page of the working order ended."""

    priority: int
    is_provisional: bool
    next_due_at: datetime | None
    number: int


@dataclass(frozen=True, kw_only=True)
class Narrowed:
    """What a list is narrowed to besides its view; each is a plain value, never a name of a column (T47)."""

    priority: int | None = None
    client: int | None = None
    assignee: int | None = None
    channel: str = ""

    @property
    def conditions(self) -> str:
        parts = [sql for name, sql in _NARROWED.items() if getattr(self, name)]
        return "".join(f" AND {part}" for part in parts)

    @property
    def values(self) -> dict[str, Any]:
        return {f"only_{name}": getattr(self, name) for name in _NARROWED}


_NARROWED: Final = {
    "priority": "t.priority = %(only_priority)s",
    "client": "t.organisation_id = %(only_client)s",
    "assignee": "t.assignee_id = %(only_assignee)s",
    "channel": "t.channel = %(only_channel)s",
}
_ALL: Final = Narrowed()


def queue_page(
    view: View,
    *,
    person: int,
    at: datetime,
    after: After | None = None,
    narrowed: Narrowed = _ALL,
    size: int = PAGE,
) -> list[Row]:
    """A page of a list in working order: priority, provisional ones first, then the nearest promise (B5).

    Resolved ones come newest first. One row more than `size` is fetched, so that the caller sees whether more follow.
    """
    values: dict[str, Any] = {"person": person, "at": at, "size": size + 1, **narrowed.values}
    where = _WHERE[view] + narrowed.conditions
    order = _IN_WORKING_ORDER
    if view is View.RESOLVED:
        order = "t.id DESC"
        if after is not None:
            where, values["number"] = f"{where} AND t.id < %(number)s", after.number
    elif after is not None:
        where = f"{where} AND {_BEYOND}"
        values |= {
            "priority": after.priority,
            "confirmed": not after.is_provisional,
            "due": after.next_due_at or datetime.max.replace(tzinfo=at.tzinfo),
            "number": after.number,
        }
    chosen = f"SELECT * FROM tickets_ticket t WHERE {where} ORDER BY {order} LIMIT %(size)s"
    return _rows(f"{_COLUMNS} FROM ({chosen}) t {_JOINS} ORDER BY {order}", values)


def queue_by_promise(
    view: View,
    *,
    person: int,
    at: datetime,
    bounds: Sequence[datetime],
    after: tuple[int, After] | None = None,
    narrowed: Narrowed = _ALL,
    size: int = PAGE,
) -> list[tuple[int, Row]]:
    """A page of a list by when its next promise falls due, each row with its span; within one span in working order.

    `bounds` (rising instants) part the spans: 0 is due before the first, the last but one after all of them, the
    last has nothing due. `after` is the span and the place where the last page ended; it never skips what is left.
    """
    runs = list(_runs(bounds, after))
    values: dict[str, Any] = {"person": person, "at": at, "size": size + 1, **narrowed.values}
    values |= {name: [run[place] for run in runs] for place, name in enumerate(_RUN)}
    columns = ", ".join(f"%({name})s::{kind}[]" for name, kind in _RUN.items())
    where = _WHERE[view] + narrowed.conditions
    chosen = f"""SELECT run.span, t.* FROM unnest({columns}) AS run({", ".join(_RUN)})
        CROSS JOIN LATERAL ({_IN_RUN.format(where=where)}) t
        ORDER BY run.span, {_IN_WORKING_ORDER} LIMIT %(size)s"""
    sql = f"{_COLUMNS}, t.span FROM ({chosen}) t {_JOINS} ORDER BY t.span, {_IN_WORKING_ORDER}"
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [(row[-1], Row(*row[:-1])) for row in cursor.fetchall()]


_RUN: Final = {
    "span": "int",
    "priority": "int",
    "provisional": "bool",
    "lower": "timestamptz",
    "upper": "timestamptz",
    "number": "bigint",
}
# Ranges of the working order's index, so that no page ever reads more rows than it may show.
_IN_RUN: Final = """
    (SELECT * FROM tickets_ticket t WHERE {where} AND t.priority = run.priority
        AND t.is_provisional = run.provisional AND t.next_due_at >= run.lower AND t.next_due_at < run.upper
        AND (t.next_due_at, t.id) > (run.lower, run.number) ORDER BY t.next_due_at, t.id LIMIT %(size)s)
    UNION ALL
    (SELECT * FROM tickets_ticket t WHERE run.lower IS NULL AND {where} AND t.priority = run.priority
        AND t.is_provisional = run.provisional AND t.next_due_at IS NULL AND t.id > run.number
        ORDER BY t.id LIMIT %(size)s)"""


def _runs(bounds: Sequence[datetime], after: tuple[int, After] | None) -> Iterator[tuple[Any, ...]]:
    """Every stretch of the list in order, from where the last page ended: a span, a priority, confirmed or not."""
    edges = [_BEGINNING, *bounds, _END]
    beyond = (after[0], after[1].priority, not after[1].is_provisional) if after else None
    for span in range(len(edges)):
        for priority in (1, 2, 3, 4):
            for provisional in (True, False):
                here = (span, priority, not provisional)
                if beyond and here < beyond:
                    continue
                number, lower = -1, edges[span] if span < len(edges) - 1 else None
                if after and here == beyond:
                    number = after[1].number
                    lower = lower and (after[1].next_due_at or lower)
                upper = edges[span + 1] if span < len(edges) - 1 else None
                yield (span, priority, provisional, lower, upper, number)


_BEGINNING: Final = datetime(1970, 1, 1, tzinfo=UTC)
_END: Final = datetime(9000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class NextDue:
    """What falls due next, of a person's own tickets or of anybody's; and how many tickets are overdue."""

    number: int
    subject: str
    clause: str
    due_at: datetime
    start_at: datetime | None
    is_own: bool
    overdue: int


def next_due(*, person: int, at: datetime) -> NextDue | None:
    """The next promise of this person's tickets, else of all; None when nothing is owed. One query, two index probes."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT_DUE, {"person": person, "at": at})
        row = cursor.fetchone()
    return NextDue(*row) if row else None


_NEXT_DUE = """
WITH late AS (SELECT count(*) AS overdue FROM (
    SELECT 1 FROM tickets_ticket WHERE is_open AND next_due_at < %(at)s LIMIT 100) x)
SELECT found.*, late.overdue FROM late, (
    (SELECT id, subject, next_due_clause, next_due_at, next_due_from, true AS own FROM tickets_ticket
      WHERE is_open AND assignee_id = %(person)s AND next_due_at IS NOT NULL ORDER BY next_due_at LIMIT 1)
    UNION ALL
    (SELECT id, subject, next_due_clause, next_due_at, next_due_from, false FROM tickets_ticket
      WHERE is_open AND next_due_at IS NOT NULL ORDER BY next_due_at LIMIT 1)
) AS found ORDER BY found.own DESC LIMIT 1
"""


# `a <= x AND (…)` first, so that the index is entered at the right place (stack.md, pitfall 3)
_BEYOND = """t.priority >= %(priority)s AND
    (t.priority, NOT t.is_provisional, coalesce(t.next_due_at, 'infinity'::timestamptz), t.id)
    > (%(priority)s, %(confirmed)s, %(due)s, %(number)s)"""


NARROWED: Final = "narrowed"


def counts(*, person: int, at: datetime, narrowed: Narrowed = _ALL, view: View = View.OPEN) -> dict[str, int]:
    """How many tickets each list holds, counted to 1,000 and no further; and an open `view` as narrowed."""
    conditions = {each.value: _WHERE[each] for each in View if each is not View.RESOLVED}
    if narrowed != _ALL and view is not View.RESOLVED:
        conditions[NARROWED] = _WHERE[view] + narrowed.conditions
    parts = ", ".join(
        f"(SELECT count(*) FROM (SELECT 1 FROM tickets_ticket t WHERE {where} LIMIT {_COUNTED_TO + 1}) x)"
        for where in conditions.values()
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {parts}", {"person": person, "at": at, **narrowed.values})
        return dict(zip(conditions, cursor.fetchone(), strict=True))


def rows_of(numbers: Sequence[int]) -> list[Row]:
    """These tickets as list rows, in the order given."""
    found = {
        row.number: row
        for row in _rows(
            f"{_COLUMNS} FROM tickets_ticket t {_JOINS} WHERE t.id = ANY(%(ids)s)", {"ids": list(numbers)}
        )
    }
    return [found[number] for number in numbers if number in found]


class TooBroad(Exception):
    """The search took too long; the words must be narrowed."""


def search(
    words: str,
    *,
    visible: str = "",
    values: dict[str, Any] | None = None,
    only_public: bool = False,
    size: int = PAGE,
) -> list[int]:
    """Ticket numbers that match, newest first: by number or reference, then every word, then near words (typos).

    At the desk, where nothing narrows it, also by whose they are: the client's name, the requester's name or address.
    `visible` narrows by a condition on `t`, so that no count or timing tells of what a person may not see (T42);
    with `only_public` the words of notes and of machine mail find nothing (T45). Raises TooBroad after two seconds.
    """
    words = one_line(words, limit=200)
    if not words:
        return []
    given = {
        **(values or {}),
        "words": words,
        "size": size,
        "number": _number(words),
        "reference": _reference(words),
    }
    narrowed = f"AND {visible}" if visible else ""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_SEARCHING)
            cursor.execute(_EXACT.format(visible=narrowed), given)
            found = [row[0] for row in cursor.fetchall()]
            if not found and (query := _prefixed(words)):
                given["query"] = query
                cursor.execute(_WORDS.format(visible=narrowed + (_PUBLIC if only_public else "")), given)
                found = [row[0] for row in cursor.fetchall()]
                if not visible:
                    cursor.execute(_WHOSE, {**given, **_whose(words)})
                    found = sorted({*found, *(row[0] for row in cursor.fetchall())}, reverse=True)
            if len(found) < 5 and len(words) > 3:
                cursor.execute(_NEAR.format(visible=narrowed), given)
                found += [row[0] for row in cursor.fetchall() if row[0] not in found]
    except Exception as trouble:
        if "statement timeout" in str(trouble):
            raise TooBroad from None
        raise
    return found[:size]


# a rare word and a common one want different plans, so that none may be kept for both
_SEARCHING = """SELECT set_config('statement_timeout', '2s', true), set_config('plan_cache_mode', 'force_custom_plan', true),
    set_config('pg_trgm.word_similarity_threshold', '0.45', true)"""
_EXACT = "SELECT t.id FROM tickets_ticket t WHERE (t.id = %(number)s OR t.reference = %(reference)s) {visible} LIMIT 1"
_WORDS = """
SELECT DISTINCT ticket FROM (
    SELECT s.ticket_id AS ticket, s.message_id FROM tickets_searchtext s JOIN tickets_ticket t ON t.id = s.ticket_id
     WHERE s.words @@ to_tsquery('holdfast', %(query)s) {visible} ORDER BY s.message_id DESC LIMIT 400
) x ORDER BY ticket DESC LIMIT %(size)s
"""
_PUBLIC = """
       AND EXISTS (SELECT 1 FROM tickets_message m
                    WHERE m.id = s.message_id AND m.side <> 'internal' AND NOT m.is_machine)"""
_WHOSE = """
SELECT DISTINCT id FROM (
    SELECT t.id FROM (
        SELECT id FROM clients_organisation WHERE name ILIKE ANY (%(names)s) LIMIT 50
    ) whose CROSS JOIN LATERAL (
        SELECT id FROM tickets_ticket WHERE organisation_id = whose.id ORDER BY id DESC LIMIT %(size)s
    ) t
    UNION ALL
    SELECT t.id FROM (
        (SELECT c.person_id AS id FROM clients_contact c JOIN people_person p ON p.id = c.person_id
          WHERE p.name ILIKE ANY (%(names)s) LIMIT 50)
        UNION
        (SELECT id FROM people_person WHERE email LIKE %(address)s LIMIT 50)
    ) whose CROSS JOIN LATERAL (
        SELECT id FROM tickets_ticket WHERE requester_id = whose.id ORDER BY id DESC LIMIT %(size)s
    ) t
) x ORDER BY id DESC LIMIT %(size)s
"""
_NEAR = """
SELECT t.id FROM tickets_ticket t WHERE %(words)s <%% t.subject {visible}
 ORDER BY t.id DESC LIMIT %(size)s
"""


def _number(words: str) -> int:
    digits = words.removeprefix("#")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 18 else 0


def _reference(words: str) -> str:
    """Twelve letters and digits as a reference is written, whatever stands between and around them."""
    letters = re.sub(r"[^A-Z0-9]", "", words.upper())
    return "-".join((letters[:4], letters[4:8], letters[8:])) if len(letters) == 12 else ""


def _whose(words: str) -> dict[str, Any]:
    """A name that begins with the words, or one of whose later words does; an address that begins so."""
    begins = re.sub(r"([%_\\])", r"\\\1", words) + "%"
    return {"names": [begins, f"% {begins}"], "address": begins.lower() if "@" in words else ""}


def _prefixed(words: str) -> str:
    """Every word must stand in it, the last one may be a beginning; nothing a person types is an operator.

    Empty when there is no word in it, as in `???`: PostgreSQL takes no empty query.
    """
    terms = [term for term in words.split() if any(c.isalnum() for c in term)]
    return " & ".join(
        [*(_term(term, "") for term in terms[:-1]), *(_term(term, ":*") for term in terms[-1:])]
    )


def _term(word: str, ending: str) -> str:
    """One word as it was typed, or its parts: `sign-in` finds `sign in` too, and `v2.3` is a word of its own."""
    quoted = "".join(" " if c in "'\\" else c for c in word)
    parts = [f"'{part}'" for part in re.findall(r"\w+", word)]
    if len(parts) < 2:
        return f"{parts[0]}{ending}"
    return f"('{quoted}'{ending} | ({' & '.join(parts)}{ending}))"


def _rows(sql: str, values: dict[str, Any]) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [Row(*row) for row in cursor.fetchall()]


_SIMILAR = """
SELECT t.id FROM tickets_ticket t
 WHERE t.subject %% %(subject)s AND t.id <> %(number)s
   AND (t.organisation_id = %(client)s OR t.product_id = %(product)s)
 ORDER BY similarity(t.subject, %(subject)s) DESC, t.id DESC LIMIT %(size)s
"""


def similar(
    *, number: int, subject: str, client: int | None, product: int | None, size: int = 5
) -> list[int]:
    """Tickets of the same client or product whose subject is nearly the same, the nearest first."""
    values: dict[str, Any] = {
        "number": number,
        "subject": subject,
        "client": client,
        "product": product,
        "size": size,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL pg_trgm.similarity_threshold = 0.5")
        cursor.execute(_SIMILAR, values)
        return [row[0] for row in cursor.fetchall()]
