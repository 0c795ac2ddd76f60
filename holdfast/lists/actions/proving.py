"""A contact shows that the address is theirs: by a mailed link, on a page, with a button (T50)."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db import transaction

from holdfast.clients.emergency.reading import list_of, uses_mail
from holdfast.clients.models import Organisation
from holdfast.kernel import clock
from holdfast.kernel.facts import record
from holdfast.kernel.refusal import Refused
from holdfast.lists import notices
from holdfast.lists.facts import ProofAsked
from holdfast.lists.links import is_proven, read_proof_token
from holdfast.notices.kinds import LIST_PROOF
from holdfast.notices.models import Delivery
from holdfast.people.actions.entering import confirm_address
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person, normal_address

AGAIN_AFTER: Final = timedelta(minutes=10)


@transaction.atomic
def ask_for_proof(organisation: Organisation, address: str, *, by: Person) -> Person:
    """Send the link once more to a contact on the list.

    Refused: `forbidden`, `not_listed`, `proven` already, `too_soon` after the last one.
    """
    require_may(by, Act.CHANGE_LISTS)
    at = clock.now()
    (organisation,) = Organisation.objects.locked(organisation.pk)
    address = normal_address(address)
    entries = [each for each in list_of(organisation.pk).entries if each.person.email == address]
    if not entries or not uses_mail(entries[0]):
        raise Refused(f"{address} is not on the list.", code="not_listed")
    person = entries[0].person
    if is_proven(person):
        raise Refused(f"{person} has confirmed this address.", code="proven")
    sent = Delivery.objects.filter(person=person, notice__kind=LIST_PROOF).order_by("-written_at").first()
    if sent is not None and at - sent.written_at < AGAIN_AFTER:
        raise Refused("The link was sent less than ten minutes ago. Give it time to arrive.", code="too_soon")
    event = f"list-proof-{person.pk}-{at:%Y%m%d%H%M%S}"
    notices.ask_for_proofs(organisation, [person], event=lambda _: event, at=at)
    record(ProofAsked(client=organisation.pk, person=person.pk), by=by.actor, at=at)
    return person


@transaction.atomic
def prove_address(token: str) -> Person:
    """Whoever holds the link reads the address: it is theirs, and mail arrives there again."""
    Person.objects.select_for_update(of=("self",)).get(pk=read_proof_token(token).pk)
    person = read_proof_token(token)  # as it stands under the lock
    return confirm_address(person, how="the link for the emergency list", at=clock.now(), by=person.actor)
