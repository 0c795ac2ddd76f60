"""The post-incident review: a page to read and print, and a PDF."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from holdfast.kernel import clock
from holdfast.look.replies import as_pdf
from holdfast.people.door import STAFF, allow
from holdfast.reports.review import pdf_of_review, review_of
from holdfast.web.frame import show, zone_of
from holdfast.web.interruptions.found import found_interruption


@allow(STAFF)
def review(request: HttpRequest, key: int) -> HttpResponse:
    """As far as it is known now."""
    found, now = found_interruption(key), clock.now()
    context = {
        "review": review_of(found, at=now),
        "back": reverse("desk:interruption", args=[key]),
        "pdf_url": reverse("desk:interruption-review-pdf", args=[key]),
        "zone": zone_of(request),
    }
    return show(request, "interruptions/review.html", context, place="interruptions", now=now)


@allow(STAFF)
def pdf(request: HttpRequest, key: int) -> HttpResponse:
    """The same on paper."""
    found, now = found_interruption(key), clock.now()
    content = pdf_of_review(review_of(found, at=now), at=now, zone=zone_of(request))
    return as_pdf(content, f"interruption-{key}-review.pdf")
