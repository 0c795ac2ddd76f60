"""Words about an interruption: the report, updates, restoration, the cause; each by a person, to every client it reaches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from holdfast.incidents import rules
from holdfast.incidents.actions.answering import answer_linked
from holdfast.incidents.actions.drafting import drop_drafts
from holdfast.incidents.actions.explaining import NOTHING, keep_sections, sections_of
from holdfast.incidents.bulletin_words import as_message
from holdfast.incidents.confirmers import require_may_confirm
from holdfast.incidents.facts import (
    BulletinSent,
    ClientRestored,
    InterruptionMoved,
)
from holdfast.incidents.models import (
    Bulletin,
    BulletinKind,
    Impact,
    Interruption,
    State,
)
from holdfast.incidents.notices import tell_clients
from holdfast.incidents.reach import EVERYWHERE, Reach
from holdfast.incidents.recipients import recipients_of
from holdfast.incidents.scope import clients_hit
from holdfast.incidents.suspicion_notices import tell_holders_of_restoration
from holdfast.kernel import clock
from holdfast.kernel.facts import Happening, record, record_all
from holdfast.kernel.refusal import Refused
from holdfast.kernel.rows import update
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
        _move(interruption, State(state), at=at, by=by)
    return _send(interruption, BulletinKind.UPDATE, parts, next_at=next_at, reach=reach, at=at, by=by)


@transaction.atomic
def restore_interruption(
    interruption: Interruption,
    *,
    text: str,
    as_of: datetime | None = None,
    next_at: datetime | None,
    reach: Reach = EVERYWHERE,
    by: Person,
) -> Bulletin:
    """All of it is back, as of that instant: the uptime notification goes out, and the cause is owed from now (E4)."""
    require_may_confirm(by)
    interruption = Interruption.objects.locked(interruption.pk)
    rules.require_state(interruption.state, *_DOWN, to="restored")
    at = clock.now()
    as_of = as_of or at
    down = list(interruption.impacts.filter(ended_at=None))
    began_at = min((each.began_at for each in down), default=interruption.began_at)
    if not began_at <= as_of <= at:  # of what is down now: it may have been restored before
        raise Refused("It was back after it began, and not in the future.", code="wrong_time", field="as_of")
    parts = rules.require_parts(BulletinKind.RESTORED, {"text": text})
    next_at = rules.require_next(next_at, now=at)
    end_impacts(interruption, down, as_of=as_of, at=at, by=by)
    return _send(interruption, BulletinKind.RESTORED, parts, next_at=next_at, reach=reach, at=at, by=by)


def end_impacts(
    interruption: Interruption, impacts: Sequence[Impact], *, as_of: datetime, at: datetime, by: Person
) -> None:
    """These are back: so is every client of whom nothing else is hit, and with the last of them the interruption."""
    for impact in impacts:
        impact.ended_at = max(as_of, impact.began_at)
        impact.save(update_fields=["ended_at"])
    still = clients_hit(interruption.impacts.filter(ended_at=None), at=at)
    back = [
        each
        for each in interruption.affected.select_for_update().filter(restored_at=None).order_by("pk")
        if each.organisation_id not in still
    ]
    for each in back:
        each.restored_at = as_of
    update(back, ["restored_at"])
    record_all(
        [
            Happening(
                ClientRestored(
                    interruption=interruption.pk,
                    affected=each.pk,
                    client=each.organisation_id,
                    as_of=as_of.isoformat(),
                ),
                by.actor,
                interruption,
            )
            for each in back
        ],
        at=at,
    )
    if not still:
        interruption.restored_at = as_of
        interruption.save(update_fields=["restored_at"])
        _move(interruption, State.RESTORED, at=at, by=by)
        tell_holders_of_restoration(interruption, at=at)


@transaction.atomic
def send_cause_update(
    interruption: Interruption, *, text: str, next_at: datetime | None, reach: Reach = EVERYWHERE, by: Person
) -> Bulletin:
    """What is known of the cause by now, while it is not complete (E4)."""
    require_may(by, Act.TELL_OF_INTERRUPTION)
    interruption = Interruption.objects.locked(interruption.pk)
    rules.require_state(interruption.state, State.RESTORED, to="told of its cause")
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
    _move(interruption, State.CAUSE_KNOWN, at=at, by=by)
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
        _move(interruption, State.CLOSED, at=at, by=by)
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
    answer_linked(interruption, because, {}, at=at, by=by)  # who reported it knows that it was confirmed
    drop_drafts(interruption, BulletinKind.RETRACTION)
    _record(bulletin, interruption, clients=0)


def _send(
    interruption: Interruption,
    kind: BulletinKind,
    said: Mapping[str, str],
    *,
    next_at: datetime | None,
    reach: Reach = EVERYWHERE,
    at: datetime,
    by: Person,
) -> Bulletin:
    affected = recipients_of(interruption, kind)
    everybody = interruption.affected.values_list("organisation_id", flat=True)
    left_out = set(everybody) - {each.organisation_id for each in affected}
    _expect(interruption, next_at, of_all=not left_out, at=at)
    bulletin = _written(interruption, kind, said, next_at=next_at, reach=reach, at=at, by=by)
    told = tell_clients(bulletin, interruption, affected, at=at)
    if reach.tickets:
        words = as_message(bulletin, title=interruption.title)
        has_had_it = left_out if kind == BulletinKind.REPORT else ()
        answer_linked(interruption, words, told, leaving_out=has_had_it, at=at, by=by)
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


def _move(interruption: Interruption, to: State, *, at: datetime, by: Person) -> None:
    formerly, interruption.state = interruption.state, to
    interruption.save(update_fields=["state"])
    fact = InterruptionMoved(interruption=interruption.pk, formerly=formerly, state=to)
    record(fact, by=by.actor, at=at, row=interruption)
