"""A team with two levels, and how pages are played in tests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from django.db import transaction

from holdfast.clients.emergency.channels import Channel
from holdfast.duty import loop
from holdfast.duty.actions.opening import Call, page_somebody
from holdfast.duty.actions.rotas import save_layer, save_rota
from holdfast.duty.models import Cause, Page, Rota
from holdfast.duty.ways import set_ways
from holdfast.kernel import clock
from holdfast.notices.models import Delivery, DeliveryState
from holdfast.people.models import Person, Team
from holdfast.project.demo.world import World


@dataclass
class Manned:
    """Tobin, then Saoirse, a week each from Monday the 23rd, London time; Kaveh always on level 2."""

    team: Team
    first: Rota
    second: Rota


def man(world: World) -> Manned:
    team = Team.objects.create(name="Support")
    made = []
    for level, persons in ((1, (world.tobin, world.saoirse)), (2, (world.kaveh,))):
        rota = save_rota(None, team=team, level=level, time_zone="Europe/London", by=world.delphine)
        save_layer(
            rota,
            persons=[person.pk for person in persons],
            starts_on=date(2026, 11, 23),
            every_days=7,
            hand_over_at=time(9, 0),
            by=world.delphine,
        )
        made.append(rota)
    return Manned(team, *made)


def by_text_and_call(person: Person) -> None:
    """Paged by a text, then a call, then mail."""
    channels = [Channel("sms", "+447700900123"), Channel("voice", "+447700900123"), Channel("mail")]
    set_ways(person, channels, by=person)


def call(about: str = "ticket-1", **more: object) -> Call:
    said = {"event": f"test-{about}", "cause": Cause.OVERDUE, "words": "Overdue: something", "url": ""}
    return Call(about=about, **{**said, **more})  # type: ignore[arg-type]


def paged(*calls: Call) -> Page:
    """The newest page, after the worker came round."""
    with transaction.atomic():
        page_somebody(calls or [call()], at=clock.now())
    loop.run_once()
    return Page.objects.latest("pk")


def steps(page: Page) -> list[tuple[int, str, str]]:
    """Level, who, and by which channel, in order."""
    rows = page.steps.select_related("person").order_by("number")
    return [(step.level, str(step.person or "managers"), step.channel) for step in rows]


def last_row(page: Page) -> Delivery:
    return Delivery.objects.filter(about=f"page-{page.pk}").latest("pk")


def take(row: Delivery) -> str:
    """Let the provider have taken it; returns its token."""
    Delivery.objects.filter(pk=row.pk).update(state=DeliveryState.ACCEPTED, accepted_at=clock.now())
    return row.token
