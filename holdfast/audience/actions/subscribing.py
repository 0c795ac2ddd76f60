"""Subscribe by mail: asked for by anybody, begun by whoever reads the address, ended with one click."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from django.db import transaction

from holdfast.audience.facts import SubscriptionBegun, SubscriptionEnded
from holdfast.audience.models import Subscription
from holdfast.audience.notices import ask_to_confirm
from holdfast.catalogue.models import Component
from holdfast.kernel import clock
from holdfast.kernel.actor import SYSTEM, Actor, ActorKind
from holdfast.kernel.facts import Recorded, record
from holdfast.kernel.refusal import Refused
from holdfast.notices.facts import NoticeBounced
from holdfast.notices.kinds import PUBLIC
from holdfast.notices.models import Delivery
from holdfast.people.actions.entering import confirm_address, known_or_entered, require_address

OPEN_FOR: Final = timedelta(days=3)
"""How long the mailed link begins a subscription."""
_BY_FORM: Final = Actor(ActorKind.SYSTEM, "the form of the status page")


@transaction.atomic
def ask_for_subscription(address: str, components: Iterable[Component] = ()) -> None:
    """Mail the link to the address, whoever asks; nothing begins, and what is subscribed already stays as it is.

    Refused: `no_address`. None chosen is the whole page.
    """
    address, at = require_address(address), clock.now()
    Subscription.objects.filter(confirmed_at=None, asked_at__lt=at - OPEN_FOR).delete()
    person = known_or_entered(address, name="", by=_BY_FORM)
    chosen = list(components)
    subscription = Subscription.objects.create(person=person, is_whole=not chosen, asked_at=at)
    subscription.components.set(chosen)
    ask_to_confirm(subscription, until=at + OPEN_FOR, at=at)


def read_token(token: str) -> Subscription:
    """The subscription that a mailed link is of, begun or not. Refused: `link_wrong`, `link_ended`."""
    found = Subscription.objects.select_related("person").filter(token=token.strip().lower()).first()
    if found is None:
        raise Refused("This link opens nothing. Use the one in our newest mail.", code="link_wrong")
    if found.ended_at is not None:
        raise Refused("This subscription has ended. You get no more of these mails.", code="link_ended")
    if found.confirmed_at is None and clock.now() > found.asked_at + OPEN_FOR:
        raise Refused("This link was good for three days. Ask for a new one.", code="expired")
    return found


@transaction.atomic
def begin_subscription(token: str) -> Subscription:
    """Whoever holds the link reads the address; it takes the place of what was subscribed with it before."""
    found = read_token(token)
    locked = list(
        Subscription.objects.select_for_update(of=("self",)).filter(person=found.person_id).order_by("pk")
    )
    found = next(each for each in locked if each.pk == found.pk)
    if found.confirmed_at is not None:
        return found
    at, person = clock.now(), found.person
    for each in locked:
        if each.confirmed_at is not None and each.ended_at is None:
            _end(each, because="another took its place", by=person.actor)
    found.confirmed_at = at
    found.save(update_fields=["confirmed_at"])
    confirm_address(person, how="the link for the status page", at=at, by=person.actor)
    fact = SubscriptionBegun(subscription=found.pk, components=found.components.count())
    record(fact, by=person.actor, at=at)
    return found


@transaction.atomic
def end_subscription(token: str) -> None:
    """No more of these mails, whatever was said before; ended twice is ended."""
    found = Subscription.objects.select_for_update(of=("self",)).filter(token=token.strip().lower()).first()
    if found is None:
        raise Refused("This link opens nothing. Use the one in our newest mail.", code="link_wrong")
    if found.ended_at is None:
        _end(found, because="unsubscribed", by=found.person.actor)


def end_when_it_bounces(told: Recorded[NoticeBounced]) -> None:
    """Nobody reads what comes back."""
    if told.fact.kind in PUBLIC:
        token = Delivery.objects.values_list("reply_token", flat=True).get(pk=told.fact.delivery)
        for each in Subscription.objects.select_for_update().filter(token=token, ended_at=None):
            _end(each, because="the mail came back", by=SYSTEM)


def _end(subscription: Subscription, *, because: str, by: Actor) -> None:
    at = clock.now()
    subscription.ended_at = at
    subscription.save(update_fields=["ended_at"])
    record(SubscriptionEnded(subscription=subscription.pk, because=because), by=by, at=at)
