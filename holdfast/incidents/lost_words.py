"""A word of an interruption or a maintenance that reaches nobody on the client's list goes to its other contacts."""

from __future__ import annotations

import re
from typing import Final

from holdfast.clients.models import Organisation
from holdfast.incidents.models import Affected, Reached
from holdfast.incidents.readers import substitutes
from holdfast.kernel.facts import Recorded
from holdfast.notices.acceptance import may_yet_arrive
from holdfast.notices.actions.writing import add_readers
from holdfast.notices.facts import NoticeBounced, NoticeFailed, NoticeLeftOut
from holdfast.notices.models import Delivery, Notice

Lost = Recorded[NoticeBounced] | Recorded[NoticeFailed] | Recorded[NoticeLeftOut]

_OF_CLIENT: Final = re.compile(r"(bulletin|announcement)-[0-9]+-([0-9]+)")


def client_of_lost(told: Lost) -> Organisation | None:
    """The client whose contact missed a word; the name of the notice says so before anything else of it is written.

    None for any other word, and for what a cap holds back, which has an alarm of its own.
    """
    fact = told.fact
    named = _OF_CLIENT.fullmatch(fact.event) if fact.to_client else None
    if named is None or (isinstance(fact, NoticeLeftOut) and fact.is_muted):
        return None
    model = Affected if named[1] == "bulletin" else Reached
    return model.objects.select_related("organisation").get(pk=int(named[2])).organisation


def find_next_contacts(told: Lost) -> None:
    """Once nobody whom it was written to can get it any more, whom else of the client we know, so marked."""
    client = client_of_lost(told)
    rows = Delivery.objects.filter(notice=told.fact.notice, to_client=True)
    if client is None or may_yet_arrive(rows):
        return
    found = substitutes([client.pk], but=rows.values("person"))
    if readers := found.get(client.pk):
        add_readers(Notice.objects.get(pk=told.fact.notice), readers, at=told.at)
