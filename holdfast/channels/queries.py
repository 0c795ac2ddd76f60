"""Raw mail as the pages of the desk show it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q, QuerySet

from holdfast.channels.models import Mailbox, MailState, RawMail, Standing
from holdfast.clients.models import Organisation
from holdfast.kernel import clock
from holdfast.people.models import Person


def mail_in_state(state: MailState) -> QuerySet[RawMail]:
    """Mail that is held, in quarantine or left aside, the newest first; never with its raw bytes."""
    return (
        RawMail.objects.filter(state=state)
        .defer("raw")
        .select_related("suggested", "ticket", "judged_by")
        .order_by("-id")
    )


def raw_mail(key: int) -> RawMail | None:
    """One mail, without its raw bytes."""
    return (
        RawMail.objects.defer("raw")
        .select_related("suggested", "ticket", "same_as", "judged_by")
        .filter(pk=key)
        .first()
    )


def raw_bytes(key: int) -> bytes | None:
    """The mail as it reached us, for the download; to be served as mere bytes."""
    found = RawMail.objects.filter(pk=key).values_list("raw", flat=True).first()
    return None if found is None else bytes(found)


def counts_to_judge() -> dict[str, int]:
    """How many mails are held and how many stand in quarantine."""
    counted = RawMail.objects.filter(state__in=[MailState.HELD, MailState.QUARANTINED]).values("state")
    found = {each["state"]: each["n"] for each in counted.annotate(n=Count("pk"))}
    return {state.value: found.get(state.value, 0) for state in (MailState.HELD, MailState.QUARANTINED)}


@dataclass(frozen=True)
class Provenance:
    """What is told beside a message that came by mail."""

    standing: Standing
    is_muted: bool
    copies: int
    """How often the same mail came besides."""

    @property
    def is_unverified(self) -> bool:
        return self.standing != Standing.VERIFIED


def provenance_of(raw_mails: Iterable[int]) -> dict[int, Provenance]:
    """Of messages of a timeline, by the key of their raw mail: how far their sender is proven."""
    keys = list(raw_mails)
    rows = (
        RawMail.objects.filter(pk__in=keys)
        .annotate(copies=Count("doubles"))
        .values_list("pk", "standing", "was_muted", "copies")
    )
    return {
        pk: Provenance(Standing(standing or Standing.UNVERIFIED), muted, copies)
        for pk, standing, muted, copies in rows
    }


def organisation_by_domain(person: Person) -> Organisation | None:
    """The client whose mail domain a person without one has, once their address is confirmed: a proposal, no more."""
    if person.confirmed_at is None or person.is_vendor or hasattr(person, "contact"):
        return None
    domain = person.email.rpartition("@")[2]
    return Organisation.objects.filter(domains__contains=[domain]).order_by("pk").first()


@dataclass(frozen=True)
class MailWaiting:
    """What the intake has before it."""

    waiting: int
    oldest_at: datetime | None
    in_hand: int
    """How much of it a worker has under its lease."""
    tried: int
    """How much of it was in hand before."""
    held: int
    quarantined: int


def mail_waiting() -> MailWaiting:
    """How much mail is stored and not filed yet, and since when."""
    in_hand = Q(lease_until__gt=clock.now()) & ~Q(lease_by="")
    waiting = RawMail.objects.filter(state=MailState.STORED).aggregate(
        number=Count("pk"),
        oldest_at=Min("reached_at"),
        in_hand=Count("pk", filter=in_hand),
        tried=Count("pk", filter=Q(attempts__gt=1) | Q(attempts=1) & ~in_hand),
    )
    counts = counts_to_judge()
    return MailWaiting(
        waiting["number"],
        waiting["oldest_at"],
        waiting["in_hand"],
        waiting["tried"],
        counts[MailState.HELD],
        counts[MailState.QUARANTINED],
    )


def mailboxes() -> QuerySet[Mailbox]:
    return Mailbox.objects.order_by("name")


def silent_mailboxes(at: datetime, *, failing_for: timedelta, unseen_for: timedelta) -> list[str]:
    """The mailboxes from which nothing has come for so long, because they fail or because nobody looks (T78)."""
    fails = Q(failing_since__lt=at - failing_for)
    return list(
        mailboxes()
        .filter(fails | Q(fetched_at__lt=at - unseen_for), is_active=True)
        .values_list("name", flat=True)
    )
