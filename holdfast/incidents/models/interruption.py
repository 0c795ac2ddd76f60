"""An interruption, what of the service it takes away, and whom it reaches."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Final

from django.db import models

from holdfast.catalogue.models import Component
from holdfast.clients.models import ListVersion, Organisation
from holdfast.kernel import tokens
from holdfast.monitors.models import Monitor
from holdfast.people.models import Person
from holdfast.tickets.models import Ticket


class State(models.TextChoices):
    """Its life, in the order of communication.md."""

    SUSPECTED = "suspected", "Suspected"
    CONFIRMED = "confirmed", "Confirmed"
    IDENTIFIED = "identified", "Identified"
    WATCHING = "watching", "Watching"
    RESTORED = "restored", "Restored"
    CAUSE_KNOWN = "cause_known", "Cause known"
    CLOSED = "closed", "Closed"
    DISMISSED = "dismissed", "Dismissed"
    RETRACTED = "retracted", "Retracted"


DOWN = (State.CONFIRMED, State.IDENTIFIED, State.WATCHING)
"""While these last, something is down for somebody."""
OVER = (State.CLOSED, State.DISMISSED, State.RETRACTED)


class Level(models.TextChoices):
    """How much of a component is gone; the first two are unavailable, the third only if the policy says so."""

    MAJOR = "major", "Down"
    PARTIAL = "partial", "Partly down"
    DEGRADED = "degraded", "Degraded"


NOTHING: Final = "none"
"""What a correction says where nothing was wrong after all."""


class Interruptions(models.Manager["Interruption"]):
    def locked(self, key: int) -> Interruption:
        """The interruption, its row locked until the transaction ends."""
        return self.select_for_update(of=("self",), no_key=True).get(pk=key)

    def all_locked(self, keys: Iterable[int]) -> list[Interruption]:
        """These, locked in key order: after clients, before promises."""
        return list(
            self.select_for_update(of=("self",), no_key=True).filter(pk__in=list(keys)).order_by("pk")
        )


class Interruption(models.Model):
    """A service is down or degraded; from suspicion to the known cause. Its title stays for its life."""

    title = models.CharField(max_length=200)
    code = models.CharField(max_length=32, unique=True, default=tokens.mint, editable=False)
    """What the public formats call it."""
    state = models.CharField(max_length=12, choices=State, default=State.SUSPECTED)
    began_at = models.DateTimeField()
    """Since when clients notice it, as far as is known."""
    suspected_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    restored_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    because = models.TextField(blank=True)
    """Why it was dismissed or retracted."""
    round = models.PositiveSmallIntegerField(default=1)
    """Raised when what was restored breaks again."""
    next_update_at = models.DateTimeField(null=True)
    """When the clients were told to expect the next word."""
    part_of = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    """The one in which a suspicion went on that turned out to be about the same."""

    objects: ClassVar[Interruptions] = Interruptions()

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["-suspected_at"],
                name="interruption_current",
                condition=~models.Q(state__in=["closed", "dismissed", "retracted"]),
            ),
            models.Index(fields=["-began_at"], name="interruption_history"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def about(self) -> str:
        """How facts and notices name it."""
        return f"interruption-{self.pk}"

    @property
    def is_public(self) -> bool:
        """Whether anybody outside may know of it: what is suspected, or was and came to nothing, is not."""
        return self.state not in (State.SUSPECTED, State.DISMISSED)

    @property
    def is_down(self) -> bool:
        return self.state in DOWN

    @property
    def was_back_for_some(self) -> bool:
        """Whether clients were told that it is over for them: then it was down, and its cause is owed."""
        return self.round > 1 or self.affected.exclude(restored_at=None).exists()


class ImpactRows(models.QuerySet["Impact"]):
    def in_force(self) -> ImpactRows:
        """Those that no later one corrects."""
        return self.filter(~models.Exists(Impact.recorded.filter(corrects=models.OuterRef("pk"))))


class StandingImpacts(models.Manager["Impact"]):
    """Of what is in force, where something was wrong: nobody who asks what is hit has to think of corrections."""

    def get_queryset(self) -> ImpactRows:
        return ImpactRows(self.model, using=self._db).in_force().exclude(level=NOTHING)


class Impact(models.Model):
    """A component at one level for a stretch of time, everywhere or in one place.

    Corrections append: a later row `corrects` an earlier one, which stays as it was and counts no longer. Only what has
    ended is corrected, so a correction never ends anything.
    """

    interruption = models.ForeignKey(Interruption, on_delete=models.PROTECT, related_name="impacts")
    component = models.ForeignKey(Component, on_delete=models.PROTECT, related_name="impacts")
    place = models.CharField(max_length=80, blank=True)
    level = models.CharField(max_length=10, choices=[*Level.choices, (NOTHING, "Nothing was wrong")])
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    excluded_because = models.CharField(max_length=400, blank=True)
    """Why it does not count towards uptime."""
    corrects = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="corrections")
    eases = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    """The piece that ended when less was gone, and that this one follows."""
    because = models.CharField(max_length=400, blank=True)
    """Why it was corrected; clients read it in their statement."""
    corrected_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    corrected_at = models.DateTimeField(null=True)

    objects: ClassVar[StandingImpacts] = StandingImpacts()
    recorded: ClassVar[models.Manager[Impact]] = models.Manager.from_queryset(ImpactRows)()
    """All that was ever said."""

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(corrects=None)
                | models.Q(ended_at__isnull=False, corrected_at__isnull=False),
                name="impact_corrected_has_ended",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None) | models.Q(ended_at__gte=models.F("began_at")),
                name="impact_ends_after_start",
            ),
        ]

    @property
    def named(self) -> str:
        """`Messages: Inbox, Frankfurt`."""
        return f"{self.component}, {self.place}" if self.place else str(self.component)


class Affected(models.Model):
    """A client whom it reaches, from when we knew; everything about it is promised to each of them by itself."""

    interruption = models.ForeignKey(Interruption, on_delete=models.PROTECT, related_name="affected")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="interruptions")
    since_at = models.DateTimeField()
    """When it was found to be affected: its promises start there."""
    restored_at = models.DateTimeField(null=True)
    """When the last of its components was back, in this round."""
    degraded_is_down = models.BooleanField(default=False, db_default=False)
    """Whether degraded counts as down for it, by the version of its policy that was in force when it was found."""
    is_unavailable = models.BooleanField(default=False, db_default=False)
    """Whether anything of it counts as down, or did when it was restored: then it hears every hour."""
    eased_at = models.DateTimeField(null=True)
    """From when on nothing of it counted as down any more in this round, though it was hit still."""
    list_version = models.ForeignKey(ListVersion, null=True, on_delete=models.PROTECT, related_name="+")
    """The emergency list as it stood when the client was last told."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["interruption", "organisation"], name="affected_once")
        ]


class Suspicion(models.Model):
    """Somebody says that a service is down: a client by a ticket, one of ours, or a monitor."""

    interruption = models.ForeignKey(Interruption, on_delete=models.PROTECT, related_name="suspicions")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    ticket = models.ForeignKey(Ticket, null=True, on_delete=models.PROTECT, related_name="suspicions")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    component = models.ForeignKey(Component, null=True, on_delete=models.PROTECT, related_name="+")
    """What they say it is, of what the client uses."""
    monitor = models.ForeignKey(Monitor, null=True, on_delete=models.PROTECT, related_name="suspicions")
    words = models.TextField(blank=True)
    at = models.DateTimeField()
    weighed_at = models.DateTimeField(null=True)
    """When it was confirmed or dismissed, and the reporter told."""
    recovered_at = models.DateTimeField(null=True)
    """Since when the monitor says that it is well again."""
