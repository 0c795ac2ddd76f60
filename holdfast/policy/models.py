"""Policies and their versions."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Policy(models.Model):
    """A support policy under a name; contracts name one, the default serves everybody else."""

    name = models.CharField(max_length=120, unique=True)
    is_default = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["is_default"], condition=models.Q(is_default=True), name="policy_one_default"
            )
        ]

    def __str__(self) -> str:
        return self.name


class PolicyVersion(models.Model):
    """The document of a policy: a draft until it is published, then kept as it is (by the database too)."""

    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    document = models.JSONField()
    """As `policy.document.Document` reads it."""
    drafted_at = models.DateTimeField()
    drafted_by = models.CharField(max_length=200)
    note = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)
    """How often the draft was saved: whoever saves says which one they read."""
    published_at = models.DateTimeField(null=True)
    published_by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["policy", "number"], name="policy_version_number"),
            models.UniqueConstraint(
                fields=["policy"], condition=models.Q(published_at=None), name="policy_one_draft"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.policy.name}, version {self.number}"

    @property
    def is_draft(self) -> bool:
        return self.published_at is None
