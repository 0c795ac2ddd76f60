"""Who is told of an interruption, in what words: each client by a notice of its own, in one thread."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings

from holdfast.clients.models import Wanted
from holdfast.incidents.models import (
    DOWN,
    Affected,
    Bulletin,
    BulletinKind,
    Impact,
    Interruption,
    State,
    Told,
)
from holdfast.incidents.public import where_to_follow_interruption
from holdfast.incidents.readers import Readers, add_told_before, readers_of, told_before
from holdfast.incidents.works_felt import works_felt
from holdfast.kernel.rows import insert, update
from holdfast.notices.actions.writing import write_notices
from holdfast.notices.letters import Letter
from holdfast.notices.models import Delivery, Lane

KIND: Final = "interruption"
_LANES: Final = {BulletinKind.CAUSE: Lane.UPDATE, BulletinKind.ANALYSIS: Lane.UPDATE}
_PUBLIC: Final = {
    State.CONFIRMED: "investigating",
    State.IDENTIFIED: "identified",
    State.WATCHING: "monitoring",
    State.RESTORED: "resolved",
    State.CAUSE_KNOWN: "explained",
    State.RETRACTED: "retracted",
}


def tell_clients(
    bulletin: Bulletin,
    interruption: Interruption,
    affected: Sequence[Affected],
    *,
    less: Mapping[int, str],
    at: datetime,
) -> dict[int, list[int]]:
    """A letter for each client, with what is `less` for it, to its list as it stands now, whose version is kept with it.

    A retraction goes to whoever was told before as well.
    Returns who of each client gets it, by keys.
    """
    readers = readers_of([each.organisation_id for each in affected], Wanted.INTERRUPTION)
    if bulletin.kind == BulletinKind.RETRACTION:
        rows = Delivery.objects.filter(notice__told__affected__interruption=interruption)
        add_told_before(readers, told_before(rows, readers, client="notice__told__affected__organisation"))
    for each in affected:
        each.list_version_id = readers[each.organisation_id].version
    update(affected, ["list_version"])
    follow_url = where_to_follow_interruption(interruption)
    notices = write_notices(
        [
            letter_of(
                bulletin,
                interruption,
                each,
                readers[each.organisation_id],
                less=less[each.organisation_id],
                follow_url=follow_url,
            )
            for each in affected
        ],
        at=at,
    )
    insert(
        [
            Told(bulletin=bulletin, affected=each, notice=notice, list_version_id=each.list_version_id)
            for each, notice in zip(affected, notices, strict=True)
        ]
    )
    return {client: [each.person.pk for each in its.readers] for client, its in readers.items()}


def event_of(bulletin: Bulletin, affected: Affected) -> str:
    """The name for good of what one client is told by one bulletin."""
    return f"bulletin-{bulletin.pk}-{affected.pk}"


def thread_root(interruption: Interruption) -> str:
    return f"<interruption-{interruption.code}@{urlsplit(settings.SITE_URL).hostname}>"


def what_is_less(
    bulletin: Bulletin, interruption: Interruption, clients: Collection[int], *, at: datetime
) -> Mapping[int, str]:
    """By client, what of the things it uses is hit less hard than it was, as an update says it: `Chat: Widget, degraded`."""
    eased: list[Impact] = []
    if bulletin.kind == BulletinKind.UPDATE:
        rows = interruption.impacts.filter(ended_at=None).exclude(eases=None)
        eased = list(rows.select_related("component__service").order_by("pk"))
    if not eased:
        return dict.fromkeys(clients, "")
    felt = works_felt(eased, clients, since=at)
    return {
        client: "; ".join(f"{each.named}, {each.get_level_display().lower()}" for each in its)
        for client, its in felt.items()
    }


def letter_of(
    bulletin: Bulletin,
    interruption: Interruption,
    affected: Affected,
    its: Readers,
    *,
    less: str,
    follow_url: str,
) -> Letter:
    """What one client is told by one bulletin."""
    return Letter(
        event=event_of(bulletin, affected),
        kind=f"{KIND}_{bulletin.kind}",
        about=interruption.about,
        readers=its.readers,
        subject=f"[Interruption] {interruption.title}",
        said={**_said(bulletin, interruption, affected, follow_url), **({"less": less} if less else {})},
        lane=_LANES.get(BulletinKind(bulletin.kind), Lane.INTERRUPTION),
        is_automatic=True,
        thread_root=thread_root(interruption),
    )


def _said(
    bulletin: Bulletin, interruption: Interruption, affected: Affected, follow_url: str
) -> dict[str, Any]:
    is_back = affected.restored_at is not None and bulletin.state in DOWN  # for this client alone
    return {
        "title": interruption.title,
        "public_state": _PUBLIC[State.RESTORED if is_back else State(bulletin.state)],
        "began_at": interruption.began_at,
        "next_at": bulletin.next_at,
        "on_list_of": affected.organisation.name,
        "account_manager": str(affected.organisation.account_manager or ""),
        "status_url": follow_url,
        **bulletin.said,
    }
