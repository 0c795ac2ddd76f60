"""A draft is begun from what stands, saved without losing what somebody else saved meanwhile, or given up."""

from __future__ import annotations

from datetime import datetime

import msgspec
from django.db import transaction

from holdfast.kernel import clock
from holdfast.kernel.facts import record
from holdfast.kernel.refusal import Refused
from holdfast.kernel.text import one_line, scrub
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person
from holdfast.policy.document import Document, to_plain
from holdfast.policy.facts import DraftDiscarded, DraftSaved, PolicyDrafted
from holdfast.policy.models import Policy, PolicyVersion
from holdfast.policy.queries import document_of, draft_of, latest_published
from holdfast.policy.reading import document_from, shipped_policy


@transaction.atomic
def draft_policy(policy: Policy | None = None, *, by: Person, at: datetime | None = None) -> PolicyVersion:
    """The draft of this policy, or of the default one; where there is none, begun from what stands."""
    require_may(by, Act.PUBLISH_POLICY)
    policy = locked_policy(policy)
    draft = draft_of(policy)
    if draft is not None:
        return draft
    standing = latest_published(policy) or latest_published()
    document = document_of(standing.pk) if standing else shipped_policy()
    number = standing.number + 1 if standing is not None and standing.policy_id == policy.pk else 1
    # The calendars stay behind: the installation's count, and a copy in the draft would only grow stale.
    document = msgspec.structs.replace(document, name=policy.name, calendars={})
    at = at or clock.now()
    draft = PolicyVersion.objects.create(
        policy=policy, number=number, document=to_plain(document), drafted_at=at, drafted_by=str(by)
    )
    record(PolicyDrafted(policy=policy.pk, version=draft.pk, number=number), by=by.actor, at=at)
    return draft


@transaction.atomic
def begin_policy(*, name: str, by: Person, at: datetime | None = None) -> PolicyVersion:
    """The draft of a further policy, for contracts to name; it begins as a copy of the default one."""
    require_may(by, Act.PUBLISH_POLICY)
    name = one_line(name)
    if not 1 <= len(name) <= 120:
        raise Refused("A policy has a name of at most 120 characters.", code="bad_name", field="name")
    policy, is_new = Policy.objects.get_or_create(name=name)
    if not is_new:
        raise Refused(f"There is a policy named {name} already.", code="policy_exists", field="name")
    return draft_policy(policy, by=by, at=at)


@transaction.atomic
def save_draft(
    draft: PolicyVersion,
    *,
    document: Document,
    revision: int | None = None,
    note: str | None = None,
    by: Person,
    at: datetime | None = None,
) -> PolicyVersion:
    """Keep the document as the draft, whatever is still wrong with it; the same document changes nothing.

    `revision` is that of the draft which was read (of `draft`, when not said): when somebody saved since,
    it is refused with `draft_changed`. A published version is refused with `version_published`.
    """
    require_may(by, Act.PUBLISH_POLICY)
    revision = draft.revision if revision is None else revision
    draft = locked_draft(draft, revision=revision)
    plain = to_plain(document_from(to_plain(document)))
    note = draft.note if note is None else scrub(note)[:10_000]
    if (draft.document, draft.note) == (plain, note):
        return draft
    at = at or clock.now()
    draft.document, draft.note, draft.drafted_by = plain, note, str(by)
    draft.revision += 1
    draft.save(update_fields=["document", "note", "drafted_by", "revision"])
    saved = DraftSaved(policy=draft.policy_id, version=draft.pk, number=draft.number, revision=draft.revision)
    record(saved, by=by.actor, at=at)
    return draft


@transaction.atomic
def discard_draft(
    draft: PolicyVersion, *, revision: int | None = None, by: Person, at: datetime | None = None
) -> None:
    """Give the draft up; refused as `save_draft`."""
    require_may(by, Act.PUBLISH_POLICY)
    draft = locked_draft(draft, revision=draft.revision if revision is None else revision)
    gone = DraftDiscarded(policy=draft.policy_id, version=draft.pk, number=draft.number)
    draft.delete()
    record(gone, by=by.actor, at=at or clock.now())


def locked_policy(policy: Policy | None) -> Policy:
    """The policy, or the default one, locked; the first default one is made here."""
    locked = Policy.objects.select_for_update()
    if policy is not None:
        return locked.get(pk=policy.pk)
    return locked.get_or_create(is_default=True, defaults={"name": shipped_policy().name})[0]


def locked_draft(draft: PolicyVersion, *, revision: int) -> PolicyVersion:
    """The draft, locked after its policy; Refused when it was published, given up or saved meanwhile."""
    locked_policy(draft.policy)
    found = PolicyVersion.objects.select_related("policy").filter(pk=draft.pk).first()
    if found is None:
        raise Refused("This draft was published or given up meanwhile.", code="draft_gone")
    if not found.is_draft:
        raise Refused(
            "A published version is never edited; begin a draft of the next.", code="version_published"
        )
    if found.revision != revision:
        raise Refused("Somebody changed this draft meanwhile.", code="draft_changed")
    return found
