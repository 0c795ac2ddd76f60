"""Where those are led who may not enter, and what every page forbids; who may enter is in tests/doors."""

from __future__ import annotations

import pytest
from django.urls import reverse

from holdfast.project.demo.world import World
from tests.portal.visiting import as_, stranger
from tests.world import ticket_by_mail

pytestmark = pytest.mark.django_db


def test_whoever_is_not_signed_in_is_led_to_the_sign_in_and_back(world: World) -> None:
    for path in ("/tickets/", "/desk/", "/account/password/change/"):
        assert stranger().get(path).headers["Location"] == f"/account/login/?next={path}"
    hint = stranger().get("/desk/live/next-promise/", headers={"HX-Request": "true"})
    assert (hint.status_code, "HX-Redirect" in hint.headers) == (401, True)


def test_people_of_the_vendor_are_led_to_the_desk(world: World) -> None:
    ticket = ticket_by_mail(world)
    tobin = as_(world.tobin)
    assert tobin.get("/").headers["Location"] == "/desk/"
    for name in ("ticket", "ticket_escalation"):
        there = tobin.get(reverse(f"portal:{name}", args=[ticket.pk]))
        assert there.headers["Location"] == f"/desk/tickets/{ticket.pk}/"
    assert as_(world.orla).get(reverse("portal:ticket", args=[ticket.pk])).status_code == 200


def test_a_post_without_the_forms_own_proof_is_refused_in_our_words(world: World) -> None:
    ticket = ticket_by_mail(world)
    path = reverse("portal:ticket_messages", args=[ticket.pk])
    refused = as_(world.orla, enforce_csrf_checks=True).post(path, {"text": "Forged"})
    assert refused.status_code == 403
    assert ticket.messages.count() == 1


def test_pages_are_never_framed_and_run_no_foreign_script(world: World) -> None:
    policy = stranger().get("/").headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in policy
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
