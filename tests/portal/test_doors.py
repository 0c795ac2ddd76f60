"""Where those are led who may not enter, and what every page forbids; who may enter is in tests/doors."""

from __future__ import annotations

import pytest
from django.urls import reverse

from holdfast.project.demo.world import World
from tests.portal.visiting import as_, stranger
from tests.world import ticket_by_mail

pytestmark = pytest.mark.django_db


def test_whoever_comes_back_to_where_a_form_was_sent_reads_why_there_is_nothing(world: World) -> None:
    answer = as_(world.tobin).get("/desk/tickets/7/messages/")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert b"Only a button leads here" in answer.content


def test_whoever_is_not_signed_in_is_led_to_the_sign_in_and_back(world: World) -> None:
    for path in ("/tickets/", "/desk/", "/account/password/change/"):
        assert stranger().get(path).headers["Location"] == f"/account/login/?next={path}"


@pytest.mark.parametrize(
    ("shown", "back"),
    [
        ("http://testserver/desk/tickets/7/?tab=promises#latest", "?next=/desk/tickets/7/%3Ftab%3Dpromises"),
        ("https://testserver/desk/", "?next=/desk/"),  # behind a proxy that holds the certificate
        ("http://elsewhere.example/desk/", ""),
        ("http://testserver@elsewhere.example/desk/", ""),
        ("http://testserver//elsewhere.example/", ""),
        ("http://testserver:no/desk/", ""),
        ("http://[testserver/desk/", ""),
        ("", ""),
    ],
)
def test_t55_a_part_of_a_page_or_a_form_whose_session_has_ended_leads_back_to_the_page_it_stands_on(
    shown: str, back: str
) -> None:
    said = {"HX-Request": "true"} | ({"HX-Current-URL": shown} if shown else {})
    part = stranger().get("/desk/live/next-promise/", headers=said)
    assert (part.status_code, part.headers["HX-Redirect"]) == (401, f"/account/login/{back}")
    form = stranger().post("/desk/tickets/7/messages/", headers={"Referer": shown} if shown else {})
    assert (form.status_code, form.headers["Location"]) == (302, f"/account/login/{back}")


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
