"""Each link in each mail about an interruption or a maintenance opens for whoever gets that mail (E2, E6, T45, T64)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import timedelta
from itertools import groupby
from typing import Final
from urllib.parse import urldefrag

import pytest
from django.conf import settings
from django.test import Client
from django.urls import resolve

from holdfast.incidents.actions.asking import Shortening
from holdfast.incidents.actions.confirming import (
    Hit,
    confirm_interruption,
    dismiss_interruption,
    retract_interruption,
    suspect_interruption,
)
from holdfast.incidents.actions.linking import link_tickets
from holdfast.incidents.actions.maintaining import (
    complete_maintenance,
    extend_maintenance,
    send_maintenance_update,
    start_maintenance,
)
from holdfast.incidents.actions.planning import cancel_maintenance, move_maintenance, plan_maintenance
from holdfast.incidents.actions.telling import (
    restore_interruption,
    send_analysis,
    send_cause_update,
    send_report,
    send_update,
)
from holdfast.incidents.loop import run_once
from holdfast.incidents.models import Level, Part
from holdfast.kernel.actor import SYSTEM
from holdfast.notices.models import Delivery
from holdfast.notices.rendering import render
from holdfast.people.models import Person
from holdfast.project.demo.world import World
from holdfast.vendor.models import the_vendor
from tests.audience.test_subscribing import subscribed
from tests.incidents.approving import approved
from tests.incidents.estate import Estate, build_estate
from tests.incidents.test_life import WHOLE
from tests.incidents.test_maintenance import HOUR, START, announced, plan
from tests.incidents.test_suspicions import suspected
from tests.world import NOON, Clock, ticket_by_mail

pytestmark = pytest.mark.django_db

TO_CLIENTS: Final = {
    *(f"interruption_{kind}" for kind in ("report", "update", "restored", "cause", "analysis", "retraction")),
    *(
        f"maintenance_{kind}"
        for kind in (
            *("notice", "moved", "reminder", "started", "update", "overrun", "extended", "completed"),
            "cancelled",
        )
    ),
    *("suspicion_confirmed", "suspicion_dismissed"),
}
TO_OUR_OWN: Final = {
    *("interruption_of_clients", "suspicion_of_client", "linked_restored"),
    *("maintenance_not_begun", "maintenance_overran", "short_notice_asked", "short_notice_decided"),
    "short_notice_waits",
}
_SITE: Final = re.escape(settings.SITE_URL)
_IN_TEXT: Final = re.compile(rf"{_SITE}(/\S*)")
_IN_HTML: Final = re.compile(rf'href="{_SITE}(/[^"]*)"')


@pytest.fixture
def estate(world: World) -> Estate:
    return build_estate(world)


def an_interruption(world: World, estate: Estate, the_clock: Clock) -> None:
    """With a client's ticket in it, told of from the report to the analysis; one that was none; one dismissed."""
    _, found = suspected(world, "orla")
    confirm_interruption(found, hits=[Hit(estate.inbox, Level.MAJOR)], by=world.kaveh)
    link_tickets(found, [ticket_by_mail(world, "lutz").pk], by=world.tobin)
    send_report(found, said=WHOLE, next_at=the_clock.now + HOUR, by=world.kaveh)
    send_update(found, text="Half is back.", next_at=the_clock.now + HOUR, by=world.kaveh)
    restore_interruption(found, text="All is.", next_at=the_clock.now + 24 * HOUR, by=world.kaveh)
    send_cause_update(found, text="A disk.", next_at=the_clock.now + 24 * HOUR, by=world.kaveh)
    send_analysis(found, said=dict.fromkeys(Part.values, "A disk was full."), by=world.kaveh)
    none = suspect_interruption(title="Nobody can sign in", by=SYSTEM)
    confirm_interruption(none, hits=[Hit(estate.inbox, Level.MAJOR)], by=world.kaveh)
    send_report(none, said=WHOLE, next_at=the_clock.now + HOUR, by=world.kaveh)
    retract_interruption(none, reason="A test of ours.", by=world.kaveh)
    dismiss_interruption(
        suspected(world, "bram", "Reports are slow")[1], reason="They are not.", by=world.kaveh
    )


def a_maintenance(world: World, estate: Estate, the_clock: Clock) -> None:
    """Moved, begun late, taking longer twice, completed; another one told at short notice, and cancelled."""
    found = announced(world, estate)
    why = Shortening("A disk is failing.", world.delphine)
    soon = plan_maintenance(plan(estate, start=the_clock.now + 5 * HOUR), shortening=why, by=world.kaveh)
    the_clock.forward(hours=3)
    run_once()
    cancel_maintenance(approved(soon), reason="Not needed.", by=world.kaveh)
    start = START + HOUR
    move_maintenance(found, start_at=start, end_at=start + HOUR, reason="A supplier.", by=world.kaveh)
    for at in (start - HOUR, start + timedelta(minutes=20)):
        the_clock.set(at)
        run_once()
    start_maintenance(found, next_at=start + HOUR, by=world.kaveh)
    send_maintenance_update(found, text="Half is done.", next_at=start + HOUR, by=world.kaveh)
    the_clock.set(start + timedelta(minutes=65))
    run_once()
    extend_maintenance(
        found, end_at=start + 2 * HOUR, text="A disk is slow.", next_at=start + 2 * HOUR, by=world.kaveh
    )
    complete_maintenance(found, text="All is back.", by=world.kaveh)


def links(row: Delivery) -> set[tuple[str, str, Person | None]]:
    """(kind, path, reader) of every link of ours in a mail, as text and as HTML."""
    words = render(row.notice, row, the_vendor())
    paths = {*_IN_TEXT.findall(words.text), *_IN_HTML.findall(words.html)}
    return {(row.notice.kind, path, row.person) for path in paths}


@pytest.mark.parametrize("is_public", [True, False], ids=["shown", "hidden"])
def test_every_link_of_every_mail_opens_for_its_reader(
    world: World, estate: Estate, the_clock: Clock, is_public: bool
) -> None:
    subscribed()
    estate.inbox.is_public = is_public
    estate.inbox.save()
    an_interruption(world, estate, the_clock)
    a_maintenance(world, estate, the_clock)
    assert the_clock.now > NOON
    rows = Delivery.objects.filter(channel="mail").select_related("notice", "person").order_by("pk")
    told = {each.notice.kind for each in rows}
    assert (TO_CLIENTS | TO_OUR_OWN) - told == set()
    assert ("status_news" in told) is is_public
    found = {link for row in rows for link in links(row)}
    linked = {kind for kind, _, _ in found}
    assert (TO_CLIENTS | TO_OUR_OWN) - linked == set(), "each leads somewhere"
    readers = {(path, reader if kind in TO_CLIENTS | TO_OUR_OWN else None) for kind, path, reader in found}
    assert closed(readers, by_standing=is_public) == []


def closed(links: Iterable[tuple[str, Person | None]], *, by_standing: bool) -> list[tuple[str, str]]:
    """Those that do not open for their reader, or lead to a place that their page has not.

    The desk is open to what somebody is, not to who it is, and the status page to everybody: there each page is opened by
    one of its readers, and with `by_standing` each kind of page as each of what they are.
    """
    broken: list[tuple[str, str]] = []
    opened: set[tuple[str, ...]] = set()
    visitor = Client()  # the one for all: each new one reads what the pages are made of
    by_reader = sorted(links, key=lambda link: (link[1].pk if link[1] else 0, link[0]))
    for reader, its in groupby(by_reader, key=lambda link: link[1]):
        visitor.logout()
        if reader is not None:
            visitor.force_login(reader)
        for page, in_it in groupby(its, key=lambda link: urldefrag(link[0]).url):
            if page.startswith(("/desk/", "/status/")):
                standing = ("nobody",) if reader is None else (*sorted(reader.roles),)
                alike = {(page,), *([(resolve(page).view_name, *standing)] if by_standing else [])}
                if alike <= opened:
                    continue
                opened |= alike
            answer = visitor.get(page, follow=True)
            shown = answer.content.decode() if answer.status_code == 200 else ""
            places = {path: urldefrag(path).fragment for path, _ in in_it}
            broken += [
                (path, str(reader))
                for path, place in places.items()
                if not shown or (place and f'id="{place}"' not in shown)
            ]
    return broken


def test_updates_in_one_mail_lead_to_their_page_once(world: World, estate: Estate, the_clock: Clock) -> None:
    _, found = suspected(world, "orla")
    confirm_interruption(found, hits=[Hit(estate.inbox, Level.MAJOR)], by=world.kaveh)
    send_report(found, said=WHOLE, next_at=the_clock.now + HOUR, by=world.kaveh)
    send_update(found, text="Half is back.", next_at=the_clock.now + HOUR, by=world.kaveh)
    rows = Delivery.objects.filter(channel="mail", address=world.orla.email).select_related("notice")
    report, update = (rows.get(notice__kind=f"interruption_{kind}") for kind in ("report", "update"))
    told = render(update.notice, update, the_vendor(), folded=[(report.notice, report)]).text
    assert "Half is back." in told and WHOLE["noticed"] in told
    assert told.count("Follow it live:") == told.count(found.code) == 1
