"""What one client was told, as a proof: a page, a CSV file, a PDF for the client."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from holdfast.incidents.models import Affected
from holdfast.kernel import clock
from holdfast.look.replies import as_csv, as_pdf
from holdfast.people.door import STAFF, allow
from holdfast.reports.proof import proof_for, words_of
from holdfast.reports.proof_files import csv_of, pdf_of_proof
from holdfast.web.frame import show, zone_of
from holdfast.web.interruptions.found import found_interruption


@allow(STAFF)
def proof(request: HttpRequest, key: int, client: int) -> HttpResponse:
    """All that it was told, contact by contact, and every promise to it."""
    affected, now = _found(key, client), clock.now()
    made = proof_for(affected)
    context = {
        "proof": made,
        "url": reverse("desk:interruption-proof", args=[key, client]),
        "back": reverse("desk:interruption", args=[key]),
        "zone": zone_of(request),
    }
    return show(request, "interruptions/proof.html", context, place="interruptions", now=now)


@allow(STAFF)
def file(request: HttpRequest, key: int, client: int | None = None) -> HttpResponse:
    """The rows of the ledger, of one client or of all."""
    found = found_interruption(key)
    affected = _found(key, client) if client is not None else None
    name = f"interruption-{key}{f'-client-{client}' if client else ''}.csv"
    return as_csv("".join(csv_of(words_of(found, affected))), name)


@allow(STAFF)
def pdf(request: HttpRequest, key: int, client: int) -> HttpResponse:
    """For the client, in its own time zone."""
    affected = _found(key, client)
    zone = ZoneInfo(affected.organisation.time_zone)
    content = pdf_of_proof(proof_for(affected), at=clock.now(), zone=zone)
    return as_pdf(content, f"interruption-{key}-client-{client}.pdf")


def _found(key: int, client: int) -> Affected:
    """By the key of what the interruption is for the client, so that no other client's can be asked for here."""
    rows = Affected.objects.select_related("interruption", "organisation")
    return get_object_or_404(rows, interruption=found_interruption(key), pk=client)
