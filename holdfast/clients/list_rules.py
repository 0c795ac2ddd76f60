"""Who may change and confirm the emergency distribution list of a client (the table of acts in mission.md)."""

from __future__ import annotations

from datetime import datetime

from holdfast.clients.account_manager import managers_for
from holdfast.clients.models import Contact, Organisation
from holdfast.kernel.refusal import Forbidden, Refused
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person, Role


def keeps_list(person: Person, organisation: Organisation, *, at: datetime) -> bool:
    """Whether it is theirs to keep: the account manager and the cover; with neither there, whoever stands in."""
    if person.pk in (organisation.account_manager_id, organisation.cover_id):
        return person.is_active and person.is_vendor
    return person in managers_for([organisation]).of(organisation, at=at)


def require_keeps_list(person: Person, organisation: Organisation, *, at: datetime) -> None:
    """Refuse to whoever neither looks after this client nor covers."""
    require_may(person, Act.CHANGE_LISTS)
    if not keeps_list(person, organisation, at=at):
        raise Forbidden(f"The list of {organisation} is kept by its account manager, and by whoever covers.")


def require_may_change_list(
    person: Person, organisation: Organisation, *, asked_by: Person | None, at: datetime
) -> None:
    """Refuse a change to whoever does not keep the list; support may make one that a contact of the client asked for."""
    if asked_by is None:
        return require_keeps_list(person, organisation, at=at)
    require_may(person, Act.CHANGE_LISTS)
    if not (person.has_role(Role.AGENT, Role.LEAD) or keeps_list(person, organisation, at=at)):
        raise Forbidden("What a client asks for is applied by support, or by its account manager.")
    if not Contact.objects.filter(person=asked_by, organisation=organisation).exists():
        raise Refused(f"{asked_by} is no contact of {organisation}.", code="not_theirs")
