"""A person of ours sits down at the chats, and says how many they take at once."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from holdfast.channels.chat import rules
from holdfast.channels.chat.facts import SeatChanged
from holdfast.channels.chat.models import Seat
from holdfast.channels.chat.presence import SEAT_LASTS
from holdfast.kernel import clock, hints
from holdfast.kernel.facts import record
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person


@transaction.atomic
def change_seat(*, is_taking: bool, by: Person) -> Seat:
    """Take chats or make a pause; of who makes one, the chats that they have stay theirs."""
    return _change(by, is_taking=is_taking)


@transaction.atomic
def settle_seat(*, capacity: int, languages: Sequence[str] = (), by: Person) -> Seat:
    """How many chats at once, and in which languages; whoever settles it first takes none by that yet."""
    rules.require_capacity(capacity)
    return _change(
        by, capacity=capacity, languages=sorted({rules.require_language(each) for each in languages})
    )


def _change(by: Person, **said: object) -> Seat:
    require_may(by, Act.WORK_TICKETS)
    at = clock.now()
    seat, _ = Seat.objects.update_or_create(
        person=by,
        defaults={**said, "seen_at": at},
        create_defaults={"is_taking": False, **said, "seen_at": at},
    )
    record(SeatChanged(person=by.pk, is_taking=seat.is_taking, capacity=seat.capacity), by=by.actor, at=at)
    return seat


@transaction.atomic
def note_seat(*, by: Person) -> None:
    """Their page of chats is open; nothing is recorded, for it says so all the time."""
    at = clock.now()
    seat = Seat.objects.filter(person=by).first()
    if seat is None:
        return
    came_back = seat.is_taking and at - seat.seen_at > SEAT_LASTS
    Seat.objects.filter(pk=seat.pk).update(seen_at=at)
    if came_back:
        hints.send("chats")
