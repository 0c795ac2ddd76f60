"""The rows of a list as view-models: plain values and pieces made before the template sees them."""

from __future__ import annotations

from datetime import datetime

from holdfast.kernel.spans import span_text
from holdfast.look.clocks import Clock, running, standing
from holdfast.look.rows import Row as ShownRow
from holdfast.look.rows import ticket_row
from holdfast.promises.models import State
from holdfast.promises.wording import title_of
from holdfast.tickets.models import Channel, Stage
from holdfast.tickets.queries import Row
from holdfast.web.frame import AMBER, ticket_url

STAGES: dict[int, str] = dict(Stage.choices)
_CHANNELS: dict[str, str] = {Channel.MAIL: "email"}


def shown_row(row: Row, *, now: datetime) -> ShownRow:
    """One ticket as the list shows it."""
    return ticket_row(
        number=row.number,
        url=ticket_url(row.number),
        subject=row.subject,
        preview=row.last_words,
        client=row.organisation or row.requester,
        channel=_CHANNELS.get(row.channel, row.channel),
        priority=row.priority,
        provisional=row.is_provisional,
        stage=STAGES[row.stage],
        step=row.stage - 1,
        holder=row.assignee,
        clock=clock_of(row, now=now),
        unread=row.has_news,
    )


def clock_of(row: Row, *, now: datetime) -> Clock | None:
    """The clock of a ticket's next promise; one that stands still says for how long."""
    title = title_of(row.next_due_clause) if row.next_due_clause else ""
    if row.next_due_state == State.PAUSED:
        since = row.next_due_from or now
        for_whom = "approval" if row.stage == Stage.CLIENT_APPROVAL else "answer"
        span = span_text((now - since).total_seconds())
        return standing(
            "paused", f"paused {span}", label=title, explain=f"{title}: waits for the client’s {for_whom}"
        )
    if row.next_due_at is None:
        return None
    total = int((row.next_due_at - (row.next_due_from or row.opened_at)).total_seconds())
    return running(
        due_at=row.next_due_at,
        now=now,
        total=total,
        soon=int(total * AMBER),
        label=f"#{row.number} {title.lower()}",
        explain=title,
    )
