"""An emergency contact whom a word did not reach is the account manager's to put right."""

from __future__ import annotations

from django.conf import settings

from holdfast.clients.account_manager import who_manages
from holdfast.incidents.lost_words import Lost, client_of_lost
from holdfast.notices.acceptance import may_yet_arrive
from holdfast.notices.actions.writing import write_notice
from holdfast.notices.letters import Reader
from holdfast.notices.models import Delivery, Lane


def tell_of_lost_contact(told: Lost) -> None:
    """Told once for each contact and matter, with whether anybody else of the client has the word."""
    client = client_of_lost(told)
    if client is None:
        return
    row = Delivery.objects.select_related("notice").get(pk=told.fact.delivery)
    others = Delivery.objects.filter(notice=row.notice, to_client=True).exclude(pk=row.pk)
    write_notice(
        event=f"contact-lost-{row.about}-{client.pk}-{row.person_id or row.pk}",
        kind="contact_not_reached",
        about=row.about,
        readers=[Reader(person=each, to_client=False) for each in who_manages(client, at=told.at)],
        subject=row.notice.subject,
        thread_root=row.notice.thread_root,
        said={
            "title": row.notice.said["title"],
            "client": client.name,
            "name": row.name,
            "address": row.shown_address,
            "trouble": told.fact.trouble,
            "is_told": may_yet_arrive(others),
            "desk_url": f"{settings.SITE_URL}/desk/clients/{client.pk}/",
        },
        lane=Lane.PAGING,
        at=told.at,
    )
