"""A contact by whom no channel took a word by its limit is told of, though another of the client kept it ('Accepted')."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import connection, transaction

from holdfast.duty.actions.opening import Call, page_somebody
from holdfast.duty.models import Cause
from holdfast.incidents.models import Interruption
from holdfast.incidents.notices import thread_root
from holdfast.kernel import clock
from holdfast.notices.actions.writing import write_notice
from holdfast.notices.letters import Reader
from holdfast.notices.models import Lane
from holdfast.people.models import Role
from holdfast.people.standing_in import who_stands_in
from holdfast.promises.matters import in_charge_of, path_of, word_for

_LOOK_EVERY: Final = 30.0

# What waits is little, so it is asked first; who has it by another channel is not missed.
_UNACCEPTED: Final = """
SELECT b.id, b.interruption_id, count(DISTINCT (d.notice_id, d.person_id))
  FROM notices_delivery d
  JOIN incidents_told t ON t.notice_id = d.notice_id
  JOIN incidents_bulletin b ON b.id = t.bulletin_id
 WHERE d.state = 'waiting' AND d.to_client
   AND NOT EXISTS (SELECT FROM notices_delivery o
                    WHERE o.notice_id = d.notice_id AND o.person_id = d.person_id AND o.state = 'accepted')
   AND EXISTS (SELECT FROM promises_promise p JOIN notices_delivery k ON p.evidence = 'delivery-' || k.id
                WHERE p.affected_id = t.affected_id AND k.notice_id = d.notice_id AND p.due_at < %(at)s)
   AND NOT EXISTS (SELECT FROM notices_notice n WHERE n.event = 'unaccepted-' || b.id)
 GROUP BY b.id, b.interruption_id ORDER BY b.id LIMIT 50
"""


def run_once() -> float:
    """Tell, and page, once for each word; returns the seconds until the next look."""
    at = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(_UNACCEPTED, {"at": at})
        found = cursor.fetchall()
    for bulletin, interruption, contacts in found:
        _tell(bulletin, Interruption.objects.get(pk=interruption), contacts, at=at)
    return _LOOK_EVERY


@transaction.atomic
def _tell(bulletin: int, matter: Interruption, contacts: int, *, at: datetime) -> None:
    """The notice is the record that it was told: who writes it first pages."""
    people = {each.pk: each for each in (in_charge_of(matter), *who_stands_in(first=Role.MANAGER)) if each}
    url = f"{settings.SITE_URL}{path_of(matter)}"
    notice = write_notice(
        event=f"unaccepted-{bulletin}",
        kind="word_unaccepted",
        about=matter.about,
        readers=[Reader(person=each, to_client=False) for each in people.values()],
        subject=f"[{word_for(matter)}] {matter.title}",
        said={"title": matter.title, "contacts": contacts, "desk_url": url},
        lane=Lane.PAGING,
        thread_root=thread_root(matter),
        at=at,
    )
    if notice.created_at == at:
        waits = "1 contact waits" if contacts == 1 else f"{contacts} contacts wait"
        words = f"Not taken by the limit, {waits}: {matter.title}"
        call = Call(
            event=f"unaccepted-{bulletin}", cause=Cause.NOT_TAKEN, about=matter.about, words=words, url=url
        )
        page_somebody([call], at=at)
