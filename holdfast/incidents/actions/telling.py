"""Words about an interruption: the report, updates, restoration, the cause; each by a person, to every client it reaches."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from holdfast.incidents import rules
from holdfast.incidents.actions.answering import answer_linked
from holdfast.incidents.actions.drafting import drop_drafts
from holdfast.incidents.actions.explaining import NOTHING, keep_sections, sections_of
from holdfast.incidents.actions.moving import move
from holdfast.incidents.actions.returning import end_impacts, require_down
from holdfast.incidents.bulletin_words import as_message
from holdfast.incidents.confirmers import require_may_confirm
from holdfast.incidents.facts import BulletinSent
from holdfast.incidents.models import (
    Affected,
    Bulletin,
    BulletinKind,
    Interruption,
    State,
)
from holdfast.incidents.notices import tell_clients, what_is_less
from holdfast.incidents.reach import EVERYWHERE, Reach
from holdfast.incidents.recipients import is_aside, is_for_all, not_for, recipients_of
from holdfast.kernel import clock
from holdfast.kernel.facts import record
from holdfast.kernel.refusal import Refused
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person

_DOWN = (State.CONFIRMED, State.IDENTIFIED, State.WATCHING)


@transaction.atomic
def send_report(
    interruption: Interruption,
    *,
    said: Mapping[str, str],
    next_at: datetime | None,
    reach: Reach = EVERYWHERE,
    by: Person,
) -> Bulletin:
    """The complete report to each client whom it reaches and who had none; it is their first update too (E2).

    Where all of them had it, it is told to all once more.

    Refused: `forbidden`, `wrong_stage`, `incomplete` (every missing part by its name), `next_missing`, `next_past`.
    """
    require_may(by, Act.TELL_OF_INTERRUPTION)
    interruption = Interruption.objects.locked(interruption.pk)
    rules.require_state(
        interruption.state, *_DOWN, State.RESTORED, to="reported"
    )  # a short one is reported all the same
    at = clock.now()
    parts = rules.require_parts(BulletinKind.REPORT, said)
    next_at = rules.require_next(next_at, now=at)
    return _send(interruption, BulletinKind.REPORT, parts, next_at=next_at, reach=reach, at=at, by=by)


@transaction.atomic
def send_update(
    interruption: Interruption,
    *,
    text: str,
    state: str = "",
    next_at: datetime | None,
    reach: Reach = EVERYWHERE,
    by: Person,
) -> Bulletin:
    """What is new, while it is down; `state` where it has come further. Names the time of the next word (E3)."""
    require_may(by, Act.TELL_OF_INTERRUPTION)
    interruption = Interruption.objects.locked(interruption.pk)
    rules.require_state(interruption.state, *_DOWN, to="updated")
    at = clock.now()
    parts = rules.require_parts(BulletinKind.UPDATE, {"text": text})
    next_at = rules.require_next(next_at, now=at)
    if state and state != interruption.state:
        if state not in rules.FORWARD[State(interruption.state)]:
            raise Refused(
                f"From {State(interruption.state).label.lower()} it does not come there.", code="wrong_stage"
            )
        move(interruption, State(state), at=at, by=by)
    return _send(interruption, BulletinKind.UPDATE, parts, next_at=next_at, reach=reach, at=at, by=by)


@transaction.atomic
def restore_interruption(
    interruption: Interruption,
    *,
    text: str,
    back: Collection[int] | None = None,
    as_of: datetime | None = None,
    next_at: datetime | None,
    reach: Reach = EVERYWHERE,
    by: Person,
) -> Bulletin:
    """These impacts, by their keys, are back as of that instant; all that is down where none are named (E4).

    The uptime notification goes to the clients of whom nothing else is hit, and their cause is owed from now; for all
    others it goes on as it was: its state, and when the next word comes.

    Refused: `forbidden`, `wrong_stage`, `nothing_back`, `not_down`, `wrong_time`.
    """
    require_may_confirm(by)
    interruption = Interruption.objects.locked(interruption.pk)
    rules.require_state(interruption.state, *_DOWN, to="restored")
    at = clock.now()
    as_of = as_of or at
    chosen = require_down(interruption, back)
    began_at = min((each.began_at for each in chosen), default=interruption.began_at)
    if not began_at <= as_of <= at:  # of what is said to be back: it may have been restored before
        raise Refused("It was back after it began, and not in the future.", code="wrong_time", field="as_of")
    parts = rules.require_parts(BulletinKind.RESTORED, {"text": text})
    next_at = rules.require_next(next_at, now=at)
    to = end_impacts(interruption, chosen, as_of=as_of, at=at, by=by)
    return _send(
        interruption, BulletinKind.RESTORED, parts, to=to, next_at=next_at, reach=reach, at=at, by=by
    )


@transaction.atomic
def send_cause_update(
    interruption: Interruption, *, text: str, next_at: datetime | None, reach: Reach = EVERYWHERE, by: Person
) -> Bulletin:
    """What is known of the cause by now, to every client that it is back for, while it is not complete (E4)."""
    require_may(by, Act.TELL_OF_INTERRUPTION)
    interruption = Interruption.objects.locked(interruption.pk)
    back = _DOWN if interruption.affected.exclude(restored_at=None).exists() else ()
    rules.require_state(interruption.state, *back, State.RESTORED, to="told of its cause")
    at = clock.now()
    parts = rules.require_parts(BulletinKind.CAUSE, {"text": text})
    next_at = rules.require_next(next_at, now=at)
    return _send(interruption, BulletinKind.CAUSE, parts, next_at=next_at, reach=reach, at=at, by=by)


@transaction.atomic
def send_analysis(
    interruption: Interruption, *, said: Mapping[str, str] = NOTHING, reach: Reach = EVERYWHERE, by: Person
) -> Bulletin:
    """Cause, impact and resolution steps, complete, to everybody who was told; with it the chain ends (E4).

    What is `said` here replaces the sections that were kept. Refused: `incomplete` with each one that is missing.
    """
    require_may(by, Act.TELL_OF_INTERRUPTION)
    interruption = Interruption.objects.locked(interruption.pk)
    rules.require_state(interruption.state, State.RESTORED, to="explained")
    written = rules.require_parts(BulletinKind.ANALYSIS, {**sections_of(interruption), **said})
    at = clock.now()
    keep_sections(interruption, written, at=at, by=by)
    move(interruption, State.CAUSE_KNOWN, at=at, by=by)
    return _send(interruption, BulletinKind.ANALYSIS, written, next_at=None, reach=reach, at=at, by=by)


@transaction.atomic
def close_interruption(interruption: Interruption, *, by: Person) -> Interruption:
    """The cause is known and told: nothing more is owed."""
    require_may_confirm(by)
    interruption = Interruption.objects.locked(interruption.pk)
    if interruption.state != State.CLOSED:
        rules.require_state(interruption.state, State.CAUSE_KNOWN, to="closed")
        at = clock.now()
        interruption.ended_at = at
        interruption.save(update_fields=["ended_at"])
        move(interruption, State.CLOSED, at=at, by=by)
    return interruption


def tell_retraction(interruption: Interruption, because: str, *, at: datetime, by: Person) -> None:
    """To all who were told, that it was none; clients to whom nothing was told yet are told nothing.

    The page and its subscribers knew of it from its confirmation on, so for them it is always a word.
    """
    said = {"text": because}
    if interruption.bulletins.exists():
        _send(interruption, BulletinKind.RETRACTION, said, next_at=None, at=at, by=by)
        return
    bulletin = _written(interruption, BulletinKind.RETRACTION, said, reach=EVERYWHERE, at=at, by=by)
    answer_linked(
        interruption, lambda _: because, {}, at=at, by=by
    )  # who reported it knows that it was confirmed
    drop_drafts(interruption, BulletinKind.RETRACTION)
    _record(bulletin, interruption, clients=0)


def _send(
    interruption: Interruption,
    kind: BulletinKind,
    said: Mapping[str, str],
    *,
    to: Sequence[Affected] | None = None,
    next_at: datetime | None,
    reach: Reach = EVERYWHERE,
    at: datetime,
    by: Person,
) -> Bulletin:
    affected = recipients_of(interruption, kind) if to is None else to
    if not is_aside(interruption, kind):
        is_catch_up = kind == BulletinKind.REPORT and not is_for_all(interruption, affected)
        _expect(interruption, next_at, of_all=not is_catch_up, at=at)
    bulletin = _written(interruption, kind, said, next_at=next_at, reach=reach, at=at, by=by)
    less = what_is_less(bulletin, interruption, [each.organisation_id for each in affected], at=at)
    told = tell_clients(bulletin, interruption, affected, less=less, at=at)
    if reach.tickets:

        def words_for(client: int | None) -> str:
            return as_message(bulletin, title=interruption.title, less=less.get(client or 0, ""))

        others = not_for(interruption, kind, affected)
        answer_linked(interruption, words_for, told, leaving_out=others, at=at, by=by)
    drop_drafts(interruption, kind)
    _record(bulletin, interruption, clients=len(affected))
    return bulletin


def _written(
    interruption: Interruption,
    kind: BulletinKind,
    said: Mapping[str, str],
    *,
    next_at: datetime | None = None,
    reach: Reach,
    at: datetime,
    by: Person,
) -> Bulletin:
    return Bulletin.objects.create(
        interruption=interruption,
        kind=kind,
        state=interruption.state,
        said=dict(said),
        next_at=next_at,
        is_public=reach.public,
        at=at,
        by=by,
    )


def _record(bulletin: Bulletin, interruption: Interruption, *, clients: int) -> None:
    fact = BulletinSent(
        interruption=interruption.pk,
        bulletin=bulletin.pk,
        kind=bulletin.kind,
        clients=clients,
        next_at=bulletin.next_at.isoformat() if bulletin.next_at else "",
    )
    record(fact, by=bulletin.by.actor, at=bulletin.at, row=interruption)


def _expect(interruption: Interruption, next_at: datetime | None, *, of_all: bool, at: datetime) -> None:
    """When the next word comes; a catch-up puts off nothing that the others were told to expect."""
    before = interruption.next_update_at
    if not of_all and next_at and before and at < before < next_at:
        return
    interruption.next_update_at = next_at
    interruption.save(update_fields=["next_update_at"])
