"""Who did something: a person, the policy by rule, or the system itself."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    PERSON = "person"
    POLICY = "policy"
    SYSTEM = "system"


@dataclass(frozen=True)
class Actor:
    """Whoever an act is recorded by; `label` is kept as it was, also when the person is gone."""

    kind: ActorKind
    label: str
    person_id: int | None = None


POLICY = Actor(ActorKind.POLICY, "the policy")
"""Acts by rule: what the policy itself decides."""

SYSTEM = Actor(ActorKind.SYSTEM, "Holdfast")
"""Acts of the installation: importing, sending, recovering."""
