"""A rota of one team and level: its layers, what is changed in it for a while, and the gaps that were found."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from holdfast.people.models import Person, Team


class Rota(models.Model):
    """Who of a team is on duty at one level; level 1 is paged first."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="rotas")
    level = models.PositiveSmallIntegerField(default=1)
    time_zone = models.CharField(max_length=60, default="UTC")
    """Whose wall clock hand-overs and hours follow."""
    is_round_the_clock = models.BooleanField(default=True)
    """Whether somebody must be on duty at any time, so that a gap is a fault."""
    answer_minutes = models.PositiveSmallIntegerField(default=5)
    """So long a page waits for an acknowledgement before its next step."""
    takes_rest = models.BooleanField(default=False)
    """Whether its team is paged for what belongs to no team with a rota."""
    looked_at = models.DateTimeField(null=True)
    """When the worker last looked for gaps; null asks for a look at once."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["team", "level"], name="rota_once"),
            models.UniqueConstraint(
                fields=["takes_rest"], condition=models.Q(takes_rest=True), name="rota_takes_rest_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.team}, level {self.level}"


class Layer(models.Model):
    """People whose turn comes one after the other; a lower layer stands in where the ones above have nobody."""

    rota = models.ForeignKey(Rota, on_delete=models.CASCADE, related_name="layers")
    position = models.PositiveSmallIntegerField()
    """0 is the top."""
    persons: ArrayField[list[int], list[int]] = ArrayField(models.BigIntegerField())
    """In turn. No foreign key: whoever is gone falls through, and the turns of the others stay where they are."""
    starts_on = models.DateField()
    """The first turn begins on that day."""
    every_days = models.PositiveSmallIntegerField(default=7)
    hand_over_at = models.TimeField()
    weekdays: ArrayField[list[int], list[int]] = ArrayField(models.PositiveSmallIntegerField(), default=list)
    """Only on these (Monday is 0); none chosen is every day."""
    opens_at = models.TimeField(null=True)
    closes_at = models.TimeField(null=True)
    """Only in these hours; what closes no later than it opens runs past midnight. Null is the whole day."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["rota", "position"], name="layer_position", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(condition=models.Q(every_days__gte=1), name="layer_turns"),
            models.CheckConstraint(
                condition=models.Q(opens_at=None, closes_at=None)
                | models.Q(opens_at__isnull=False, closes_at__isnull=False),
                name="layer_hours_whole",
            ),
        ]


class ChangeKind(models.TextChoices):
    COVER = "cover", "Cover"
    SWAP = "swap", "Swap"
    ABSENCE = "absence", "Absence"


class Change(models.Model):
    """For a while it is otherwise: somebody covers, two swap (a row each), or somebody is absent."""

    rota = models.ForeignKey(Rota, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=8, choices=ChangeKind)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    """Who is on duty; nobody in an absence."""
    instead_of = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    """Whose duty it would be; null takes over whoever's it is."""
    uid = models.CharField(max_length=250, blank=True)
    """The event's own name in the calendar that it came from, by which it is found when that is brought again."""
    made_by = models.CharField(max_length=200)
    made_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["rota", "ends_at"], name="change_ends")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["rota", "uid"], condition=~models.Q(uid=""), name="change_uid"),
            models.CheckConstraint(
                condition=models.Q(begins_at__lt=models.F("ends_at")), name="change_lasts"
            ),
            models.CheckConstraint(
                condition=models.Q(person__isnull=False) | models.Q(instead_of__isnull=False),
                name="change_of_somebody",
            ),
        ]


class Gap(models.Model):
    """A time in the coming four weeks in which nobody is on duty; told when it is found, and again when it begins."""

    rota = models.ForeignKey(Rota, on_delete=models.CASCADE, related_name="gaps")
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    """As far as it was seen: of one that never ends, the end of the four weeks."""
    found_at = models.DateTimeField()
    began_at = models.DateTimeField(null=True)
    """When the managers were told that nobody is on duty now."""
    closed_at = models.DateTimeField(null=True)
    """When it was filled, or had passed."""

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["begins_at"], name="gap_open", condition=models.Q(closed_at=None))
        ]
