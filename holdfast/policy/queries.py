"""Policies as others read them."""

from __future__ import annotations

import msgspec
from django.db import connection
from django.db.models import QuerySet

from holdfast.calendars.models import Calendar
from holdfast.kernel.refusal import Refused
from holdfast.people.models import Person
from holdfast.policy.differences import changed_sentences
from holdfast.policy.document import Document, NamedHours, from_plain
from holdfast.policy.models import Policy, PolicyVersion

_published: dict[int, Document] = {}


def current_version(policy: Policy | None = None) -> PolicyVersion:
    """The version in force, of this policy or the default one; Refused (`no_policy`) before there is one.

    A policy of which nothing is published yet is not in force, so the default one holds: a contract that was
    signed early must not keep a ticket from being opened.
    """
    found = latest_published(policy) or (latest_published() if policy is not None else None)
    if found is None:
        raise Refused("No policy is published yet.", code="no_policy")
    return found


def in_force_of(policy: str) -> str:
    """SQL for the key of the version in force, where `policy` is SQL for a policy's key or for null."""
    return f"""
(SELECT v.id FROM policy_policyversion v JOIN policy_policy p ON p.id = v.policy_id
  WHERE v.published_at IS NOT NULL AND (p.id = {policy} OR p.is_default)
  ORDER BY coalesce(p.id = {policy}, false) DESC, v.number DESC LIMIT 1)"""


_IN_FORCE = f"SELECT {in_force_of('%(policy)s::bigint')}"


def version_in_force(policy: int | None = None) -> int:
    """The key of `current_version`, by the policy's key, in one plain query: it is asked for at every ticket."""
    with connection.cursor() as cursor:
        cursor.execute(_IN_FORCE, {"policy": policy})
        found = cursor.fetchone()
    return require_version(found[0])


def require_version(version: int | None) -> int:
    """The version in force; Refused (`no_policy`) where there is none."""
    if version is None:
        raise Refused("No policy is published yet.", code="no_policy")
    return version


def latest_published(policy: Policy | None = None) -> PolicyVersion | None:
    """The newest published version of this very policy, or of the default one; None before there is one."""
    # The document is left behind: it is read for every ticket, and `document_of` keeps it.
    return _of(policy).defer("document").exclude(published_at=None).order_by("-number").first()


def draft_of(policy: Policy | None = None) -> PolicyVersion | None:
    """The draft of this policy, or of the default one, while there is one."""
    return _of(policy).filter(published_at=None).first()


def document_of(version_id: int) -> Document:
    """The document of a version; a published one never changes nor is its key used again, so it is kept."""
    kept = _published.get(version_id)
    if kept is None:
        version = PolicyVersion.objects.only("document", "published_at").get(pk=version_id)
        kept = from_plain(version.document)
        if not version.is_draft:
            _published[version_id] = kept
    return kept


def with_present_calendars(document: Document) -> Document:
    """The document with every calendar that it names or brings as it stands in the installation now.

    What the installation does not have stays as the document brings it.
    """
    keys = document.calendars_named() | document.calendars.keys()
    found = Calendar.objects.select_related("version").filter(key__in=keys).order_by("key")
    present = {
        calendar.key: NamedHours(
            name=calendar.name, hours=calendar.version.hours, holiday_names=calendar.version.holiday_names
        )
        for calendar in found
        if calendar.version is not None
    }
    return msgspec.structs.replace(document, calendars=document.calendars | present)


def changes_of_the_standing(standing: PolicyVersion, document: Document) -> list[str]:
    """What publishing the document would change of what is in force, as sentences that name people by their names."""
    before = with_present_calendars(document_of(standing.pk))
    names: dict[str, str] = {}
    if before.ladder != document.ladder:
        held = {level.person for level in (*before.ladder, *document.ladder)}
        names = {person.email: str(person) for person in Person.objects.filter(email__in=held)}
    return changed_sentences(before, document, names=names)


def _of(policy: Policy | None) -> QuerySet[PolicyVersion]:
    versions = PolicyVersion.objects.select_related("policy")
    return versions.filter(policy__is_default=True) if policy is None else versions.filter(policy=policy)
