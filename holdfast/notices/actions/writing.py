"""Write notices into the ledger, in the transaction of what they tell of: both stand or fall (T60)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from holdfast.kernel import clock, tokens
from holdfast.kernel.actor import SYSTEM
from holdfast.kernel.facts import record, record_many
from holdfast.kernel.text import one_line
from holdfast.notices import caps, ledger
from holdfast.notices.actions.bells import ring
from holdfast.notices.addresses import mail_host
from holdfast.notices.channels import MAIL
from holdfast.notices.facts import NoticeLeftOut, NoticeMuted, naming
from holdfast.notices.kinds import FOLDED, UNTYPED
from holdfast.notices.languages import in_language
from holdfast.notices.ledger import NewRow, Place
from holdfast.notices.letters import Letter, Reader, as_kept, why_left_out
from holdfast.notices.models import Delivery, Lane, Notice
from holdfast.notices.strangers import subject_for_stranger
from holdfast.vendor.models import the_vendor


def write_notice(
    *,
    event: str,
    kind: str,
    about: str,
    readers: Sequence[Reader],
    subject: str,
    said: Mapping[str, Any] | None = None,
    lane: Lane = Lane.UPDATE,
    is_automatic: bool = True,
    thread_root: str = "",
    answers_to: str = "",
    from_name: str = "",
    files: Sequence[Mapping[str, str]] = (),
    at: datetime | None = None,
) -> Notice:
    """Write one notice and a row for each reader; the same event again adds only new readers."""
    letter = Letter(
        event=event,
        kind=kind,
        about=about,
        readers=readers,
        subject=subject,
        said=said or {},
        lane=lane,
        is_automatic=is_automatic,
        thread_root=thread_root,
        answers_to=answers_to,
        from_name=from_name,
        files=files,
    )
    return write_notices([letter], at=at)[0]


@transaction.atomic(savepoint=False)
def write_notices(letters: Sequence[Letter], *, at: datetime | None = None) -> list[Notice]:
    """Write many notices in a few statements, in their order; `at` is the clock as the caller read it."""
    if not letters:
        return []
    at = at or clock.now()
    notices, standing = _insert_notices(letters, at)
    pairs = [(notice, letter.readers) for notice, letter in zip(notices, letters, strict=True)]
    _write_rows(_drafts(pairs, standing), at)
    return notices


def add_readers(notice: Notice, readers: Sequence[Reader], *, at: datetime) -> None:
    """Tell a notice that stands to more readers; whoever has a row of it keeps that one alone."""
    with transaction.atomic(savepoint=False):
        _write_rows(_drafts([(notice, readers)], {notice.pk}), at)


def _write_rows(drafts: list[_Draft], at: datetime) -> None:
    muted = _mute(drafts, at)
    _follow_threads([draft.row for draft in drafts if not draft.row.is_cancelled], at)
    ledger.insert_rows([draft.row for draft in drafts], at=at)
    _alarm(muted, at)
    _tell_of_left_out([draft for draft in drafts if draft.row.is_cancelled and draft.row.to_client], at)
    ring({draft.row.channel for draft in drafts})


@dataclass(slots=True)
class _Draft:
    """One row to be, and the notice that it is of."""

    notice: Notice
    row: NewRow


def _insert_notices(letters: Sequence[Letter], at: datetime) -> tuple[list[Notice], set[int]]:
    """The notices in the order of the letters, and the keys of those that stood already."""
    made = [
        Notice(
            event=letter.event,
            kind=letter.kind,
            about=letter.about,
            lane=letter.lane,
            is_automatic=letter.is_automatic,
            subject=one_line(letter.subject, limit=320),
            thread_root=_mail_id(letter.thread_root),
            answers_to=_mail_id(letter.answers_to),
            from_name=one_line(letter.from_name, limit=200),
            said=as_kept(letter.said),
            files=as_kept(letter.files),
            recipients=len({reader.places[0] for reader in letter.readers}),
            created_at=at,
        )
        for letter in letters
    ]
    keys = ledger.insert_notices(made, at=at)
    missing = [notice.event for notice in made if notice.event not in keys]
    standing = (
        {notice.event: notice for notice in Notice.objects.filter(event__in=missing)} if missing else {}
    )
    for notice in made:
        notice.pk = keys.get(notice.event)
    notices = [notice if notice.pk is not None else standing[notice.event] for notice in made]
    return notices, {notice.pk for notice in standing.values()}


def _drafts(pairs: Sequence[tuple[Notice, Sequence[Reader]]], standing: set[int]) -> list[_Draft]:
    """A row for each new reader of each notice; `standing` are those that have rows already."""
    vendor = the_vendor()
    own, host = frozenset(vendor.own_addresses), mail_host(vendor)
    told = ledger.places_of(standing) if standing else {}
    drafts = []
    for notice, readers in pairs:
        taken = told.setdefault(notice.pk, {})
        for reader in readers:
            judged = [
                (place, why_left_out(reader, place, own=own, is_automatic=notice.is_automatic))
                for place in reader.places
            ]
            usable = [place for place, why in judged if not why]
            places = _not_taken(usable or [judged[0][0]], taken, by=reader.person.pk)
            if not places:
                continue
            row = _row(notice, reader, places, mail_id=f"<{tokens.mint()}@{host}>")
            taken[row.channel, row.address] = row.person_id
            if not usable:
                row.cancel(judged[0][1])
            drafts.append(_Draft(notice, row))
    ledger.count_more([draft.notice.pk for draft in drafts if draft.notice.pk in standing])
    return drafts


def _not_taken(places: list[Place], taken: Mapping[Place, int | None], *, by: int) -> list[Place]:
    """From the first at which nobody has a row: who shares a page or a number with another is not left with theirs alone.

    Nothing for who has a row of their own.
    """
    for nth, place in enumerate(places):
        if place not in taken:
            return places[nth:]
        if taken[place] == by:
            return []
    return []


def _row(notice: Notice, reader: Reader, places: list[Place], *, mail_id: str) -> NewRow:
    """The row at the first of these places; the rest are for when that one fails."""
    person = reader.person
    (channel, address), *rest = places
    is_stranger = reader.is_stranger and notice.kind not in UNTYPED
    return NewRow(
        notice_id=notice.pk,
        about=notice.about,
        person_id=person.pk,
        address=address,
        name=one_line(person.name, limit=200),
        language=person.language,
        time_zone=person.time_zone,
        to_client=reader.to_client,
        is_substitute=reader.is_substitute,
        to_stranger=is_stranger,
        reply_token=reader.reply_token,
        subject=_safe_subject(notice, person.language) if is_stranger else notice.subject,
        is_counted=notice.is_automatic and notice.kind not in FOLDED and notice.lane > Lane.INTERRUPTION,
        lane=int(notice.lane),
        mail_id=mail_id,
        channel=channel,
        next_channels=rest if reader.channels else None,
    )


def _follow_threads(rows: list[NewRow], at: datetime) -> None:
    """Name to each row the mail before it in its thread, whose subject the client's thread keeps for good.

    One that began while the address was not confirmed goes on under its plain subject, or it would break in two.
    """
    last = ledger.last_in_threads({(row.about, row.address) for row in rows})
    ledger.try_again_now([pair for pair, before in last.items() if before.is_put_off], at)
    for row in rows:
        before = last.get((row.about, row.address))
        if before is not None:
            row.follows = before.mail_id
            if before.to_stranger or (row.channel == MAIL and row.to_client and not row.to_stranger):
                row.subject = before.subject
        last[row.about, row.address] = ledger.Before(row.mail_id, row.subject, row.to_stranger, False)


def _mute(drafts: list[_Draft], at: datetime) -> list[_Draft]:
    """Cancel what goes over a cap; returns those of which an alarm is due."""
    judged = [draft for draft in drafts if draft.row.is_counted and not draft.row.is_cancelled]
    if not judged:
        return []
    counts = caps.count_lately(
        ((draft.row.about, draft.row.address) for draft in judged),
        strangers=(draft.row.address for draft in judged if draft.row.to_stranger),
        at=at,
    )
    alarms = []
    for draft in judged:
        row = draft.row
        why = counts.judge(
            address=row.address,
            about=row.about,
            kind=draft.notice.kind,
            to_client=row.to_client,
            to_stranger=row.to_stranger,
            at=at,
        )
        if why:
            row.cancel(why)
            if counts.is_first_alarm(row.address):
                alarms.append(draft)
    return alarms


def _alarm(muted: list[_Draft], at: datetime) -> None:
    for notice, row in _rows(muted):
        record(NoticeMuted(**naming(notice, row), trouble=row.trouble), by=SYSTEM, at=at)


def _tell_of_left_out(left_out: list[_Draft], at: datetime) -> None:
    """Whoever promised the client something, or could reach another of theirs, must know that it is not sent."""
    facts = [
        NoticeLeftOut(**naming(notice, row), trouble=row.trouble, is_muted=row.trouble.startswith(caps.MUTED))
        for notice, row in _rows(left_out)
    ]
    record_many(facts, by=SYSTEM, at=at)


def _rows(drafts: list[_Draft]) -> list[tuple[Notice, Delivery]]:
    """The rows of the ledger that were made of them, each with its notice."""
    if not drafts:
        return []
    notices = {draft.notice.pk: draft.notice for draft in drafts}
    rows = Delivery.objects.filter(mail_id__in=[draft.row.mail_id for draft in drafts]).order_by("pk")
    return [(notices[row.notice_id], row) for row in rows]


def _safe_subject(notice: Notice, language: str) -> str:
    return in_language(language, lambda: subject_for_stranger(notice.said))


def _mail_id(given: str) -> str:
    """A Message-ID as headers take it; anything else names no mail, and is left away."""
    if not given:
        return ""
    flat = one_line(given, limit=301)
    is_id = (
        len(flat) <= 300
        and flat.isascii()
        and " " not in flat
        and flat.startswith("<")
        and flat.endswith(">")
    )
    return flat if is_id else ""


__all__ = ["Letter", "Reader", "add_readers", "write_notice", "write_notices"]
