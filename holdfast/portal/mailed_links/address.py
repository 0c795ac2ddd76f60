"""The page behind the link to a contact of an emergency list: its button confirms the address (E8)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from holdfast.kernel import clock
from holdfast.lists.actions.proving import prove_address
from holdfast.lists.links import read_proof_token
from holdfast.look.replies import keep_out_of_caches
from holdfast.people.door import ANYONE, allow
from holdfast.portal.frame import show
from holdfast.portal.mailed_links.ended import behind_a_link


@allow(ANYONE)
@behind_a_link
def address(request: HttpRequest, token: str) -> HttpResponse:
    """Looking changes nothing, so a scanner that opens the link confirms nothing; a POST does (T50)."""
    now = clock.now()
    if request.method == "POST":
        person = prove_address(token)
        values: dict[str, object] = {
            "title": "Thank you",
            "words": f"{person.email} is confirmed. In an emergency we write to it.",
            "is_approved": True,
        }
        return keep_out_of_caches(show(request, "portal/links/answered.html", values, now=now))
    values = {"address": read_proof_token(token).email}
    return keep_out_of_caches(show(request, "portal/links/address.html", values, now=now))
