"""A draft is published, and is in force for every promise made from then on."""

from __future__ import annotations

from datetime import datetime

import msgspec
from django.db import transaction

from holdfast.calendars.actions import ensure_shipped_calendars, save_calendar
from holdfast.kernel import clock
from holdfast.kernel.actor import Actor
from holdfast.kernel.facts import record
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person
from holdfast.policy.actions.checking import require_no_errors
from holdfast.policy.actions.draft import locked_draft, locked_policy
from holdfast.policy.allowance import Allowance
from holdfast.policy.document import Clause, Document, from_plain, to_plain
from holdfast.policy.facts import PolicyPublished
from holdfast.policy.models import Policy, PolicyVersion
from holdfast.policy.queries import (
    changes_of_the_standing,
    draft_of,
    latest_published,
    with_present_calendars,
)
from holdfast.policy.reading import shipped_policy
from holdfast.vendor.models import the_vendor


@transaction.atomic
def publish_policy(
    draft: PolicyVersion, *, revision: int | None = None, by: Person, at: datetime | None = None
) -> PolicyVersion:
    """Put the draft in force, with the calendars that it brings; `HasProblems` while it has errors.

    What is published is the draft as it was read: refused as `save_draft` when somebody saved since. The
    version is a new row, and the draft's is gone, so that the key of a published row never meant anything
    else, also where this is rolled back: whoever keeps what it says is right for good.
    """
    require_may(by, Act.PUBLISH_POLICY)
    draft = locked_draft(draft, revision=draft.revision if revision is None else revision)
    at = at or clock.now()
    document = from_plain(draft.document)
    require_no_errors(document, at=at)
    draft.delete()
    return _publish(draft.policy, document, draft, by=by.actor, at=at)


@transaction.atomic
def publish_shipped(p1_turnaround: Allowance, *, by: Actor, at: datetime | None = None) -> PolicyVersion:
    """Put the shipped policy in force, with this turnaround for Priority 1; where one is in force, it stays.

    For the set-up page and the demo: there are no people yet, so the levels of its ladder may be without.
    """
    at = at or clock.now()
    policy = locked_policy(None)
    standing = latest_published(policy)
    if standing is not None:
        return standing
    ensure_shipped_calendars(by, time_zone=the_vendor().time_zone, at=at)
    document = _with_turnaround(shipped_policy(), 1, p1_turnaround)
    require_no_errors(document, before_people=True, at=at)
    begun = PolicyVersion(policy=policy, number=1, drafted_at=at, drafted_by=by.label)
    if draft := draft_of(policy):
        draft.delete()
    return _publish(policy, document, begun, by=by, at=at)


def _publish(
    policy: Policy, document: Document, begun: PolicyVersion, *, by: Actor, at: datetime
) -> PolicyVersion:
    standing = latest_published(policy)
    changes = changes_of_the_standing(standing, document) if standing else []
    for key, brought in document.calendars.items():
        save_calendar(
            key=key,
            name=brought.name,
            hours=brought.hours,
            holiday_names=brought.holiday_names or None,
            by=by,
            at=at,
        )
    version = PolicyVersion.objects.create(
        policy=policy,
        number=begun.number,
        document=to_plain(with_present_calendars(document)),
        drafted_at=begun.drafted_at,
        drafted_by=begun.drafted_by,
        note=begun.note,
        revision=begun.revision,
        published_at=at,
        published_by=by.label,
    )
    fact = PolicyPublished(
        policy=policy.pk, version=version.pk, number=version.number, changes=tuple(changes)
    )
    record(fact, by=by, at=at)
    return version


def _with_turnaround(document: Document, priority: int, turnaround: Allowance) -> Document:
    clauses = tuple(
        _with_limit(clause, priority, turnaround) if clause.id == "turnaround" else clause
        for clause in document.clauses
    )
    return msgspec.structs.replace(document, clauses=clauses)


def _with_limit(clause: Clause, priority: int, limit: Allowance) -> Clause:
    limits = clause.limit if isinstance(clause.limit, dict) else dict.fromkeys((1, 2, 3, 4), clause.limit)
    return msgspec.structs.replace(clause, limit=limits | {priority: str(limit)})
