"""Who may pass each door of the site, allowed and refused in one test (T41)."""

from __future__ import annotations

import pytest
from django.urls import URLPattern, get_resolver, reverse

from holdfast.people.door import rule_of
from holdfast.portal import urls
from holdfast.portal.sign_in import urls as sign_in_urls
from holdfast.project.demo.world import World
from tests.portal.visiting import as_, stranger
from tests.world import ticket_by_mail

pytestmark = pytest.mark.django_db


def test_every_view_says_who_may_enter() -> None:
    patterns = [*urls.urlpatterns, *sign_in_urls.urlpatterns]
    assert len(patterns) > 15
    assert all(isinstance(each, URLPattern) and rule_of(each.callback) is not None for each in patterns)
    assert get_resolver().resolve("/").view_name == "portal:home"


@pytest.mark.parametrize("name", ["tickets", "new_ticket", "offer", "escalate", "home_tickets"])
def test_pages_of_clients_are_for_clients(world: World, name: str) -> None:
    path = reverse(f"portal:{name}")
    assert as_(world.orla).get(path).status_code == 200
    assert as_(world.tobin).get(path).status_code == 403
    assert stranger().get(path).headers["Location"] == f"/account/login/?next={path}"


@pytest.mark.parametrize("name", ["home", "reach", "support"])
def test_public_pages_are_for_anyone(world: World, name: str) -> None:
    assert stranger().get(reverse(f"portal:{name}")).status_code == 200


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
