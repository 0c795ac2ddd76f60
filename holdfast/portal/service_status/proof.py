"""What a client was told about an interruption, and what became of it, as files: its own and nobody else's (T45)."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse

from holdfast.clients.models import Contact
from holdfast.incidents.models import Affected
from holdfast.kernel import clock
from holdfast.look.replies import as_csv, as_pdf
from holdfast.people.door import CLIENT, allow
from holdfast.portal.emergency_list.page import contact_of
from holdfast.reports.proof import proof_for
from holdfast.reports.proof_files import csv_of, pdf_of_proof


@allow(CLIENT)
def table(request: HttpRequest, key: int) -> HttpResponse:
    """The rows of the ledger."""
    made = proof_for(_own(contact_of(request), key), hides=True)
    return as_csv("".join(csv_of(made.words)), f"interruption-{key}.csv")


@allow(CLIENT)
def pdf(request: HttpRequest, key: int) -> HttpResponse:
    """Every word, promise and delivery, in the time zone of the client."""
    affected = _own(contact_of(request), key)
    zone = ZoneInfo(affected.organisation.time_zone)
    made = pdf_of_proof(proof_for(affected, hides=True), at=clock.now(), zone=zone)
    return as_pdf(made, f"interruption-{key}.pdf")


def _own(contact: Contact, key: int) -> Affected:
    """What the interruption is for the reader's client; one that never reached it looks as if it were not there."""
    rows = Affected.objects.select_related("interruption", "organisation")
    found = rows.filter(interruption=key, organisation=contact.organisation_id).first()
    if found is None or not found.interruption.is_public:
        raise Http404("There is no such interruption here.")
    return found
