"""Journeys through the office in a real browser: set up, edit and publish, enter a client; phones and the dark."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from holdfast.clients.models import Contact
from holdfast.people.actions.first_administrator import invite_first_administrator
from holdfast.policy.queries import current_version, document_of
from holdfast.project.demo.world import World
from tests.access import faults_of_access
from tests.monitors.watching import entered
from tests.web.browsing import HOME, Visit
from tests.web.laid import out_of_sight
from tests.web.office.mails import held_mail
from tests.world import Clock, ticket_by_mail

Come = Callable[..., Visit]


def test_the_one_time_link_leads_through_the_set_up_to_the_desk(page: Page, the_clock: Clock) -> None:
    window = Visit(page, Client())
    page.goto(f"{HOME}/set-up/{invite_first_administrator()}/")
    page.get_by_label("Your name").fill("Nell Fairweather")
    page.get_by_label("Your mail address").fill("nell@pellucid.example")
    page.get_by_label("Password").fill("short")
    page.get_by_label("Name of your organisation").fill("Pellucid")
    page.get_by_label("Time zone").select_option("Europe/London")
    page.get_by_label("Support address").fill("support@pellucid.example")
    expect(page.get_by_label("Turnaround of Priority 1")).to_have_value("4")
    page.get_by_role("button", name="Keep these promises").click()
    expect(page.get_by_label("Password")).to_be_focused()
    expect(page.get_by_label("Name of your organisation")).to_have_value("Pellucid")
    page.get_by_label("Password").fill("a good long sentence")
    page.get_by_role("button", name="Keep these promises").click()
    expect(page.get_by_role("heading", name="First steps")).to_be_visible()
    expect(page.locator(".toast")).to_contain_text("is in the outbox")
    page.goto(f"{HOME}/desk/outbox/")
    page.get_by_role("link", name="Test mail of Pellucid").click()
    letter = page.frame_locator("iframe.letter")
    expect(letter.locator("body")).to_contain_text("This is the test mail of Pellucid, written on")
    assert [each for each in window.troubles if "422" not in each] == []


def test_a_manager_edits_publishes_and_applies_the_policy(world: World, visit: Come) -> None:
    ticket_by_mail(world)
    window = visit(world.delphine)
    page = window.open("/desk/policy/")
    page.get_by_role("button", name="Edit").click()
    value = page.get_by_role("link", name="1 business day", exact=True).first
    value.wait_for()
    page.wait_for_load_state()  # the scripts too: before, a link leads to the page that does without them
    value.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Target of Priority 3").fill("9 business days")
    dialog.get_by_role("button", name="Save to the draft").click()
    expect(dialog.locator(".error")).to_contain_text("falls after the limit")
    dialog.get_by_label("Target of Priority 3").fill("3 business days")
    dialog.get_by_label("Limit of Priority 2").fill("2 business days")
    dialog.get_by_role("button", name="Save to the draft").click()
    expect(page.locator("aside")).to_contain_text("from 1 business day to 2 business days")
    page.get_by_role("link", name="Publish").click()
    page.get_by_label("Why").fill("More care.")
    page.get_by_role("button", name="Put version 3 in force").click()
    expect(page.locator(".panel-head")).to_contain_text("version 3, in force since")
    assert str(document_of(current_version().pk).clause("turnaround").limit_for(2)) == "2 business days"
    page.get_by_role("link", name="Apply to what is open").click()
    expect(page.get_by_role("region", name="What would move")).to_contain_text("is told")
    page.get_by_label("Reason").fill("More care for everybody.")
    page.get_by_role("button", name="Apply it").click()
    expect(page.locator(".toast")).to_contain_text("1 due time moved")
    assert [each for each in window.troubles if "422" not in each] == []


def test_an_account_manager_enters_a_client_and_a_contact(world: World, visit: Come) -> None:
    window = visit(world.ines)
    page = window.open("/desk/clients/")
    page.get_by_role("link", name="Enter a client").click()
    page.get_by_label("Name", exact=True).fill("Alder Mills")
    page.get_by_label("Mail domains").fill("aldermills.example")
    page.get_by_role("button", name="Enter the client").click()
    page.wait_for_url(re.compile(r"/desk/clients/\d+/$"))
    expect(page.get_by_role("heading", name="Alder Mills")).to_be_visible()
    page.get_by_role("region", name="Contacts").get_by_role("link", name="Enter").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Mail address").fill("lutz@velda.example")
    page.evaluate("addEventListener('htmx:afterSwap', () => (window.inHand = document.activeElement.name))")
    dialog.get_by_role("button", name="Enter the contact").click()
    expect(dialog.locator(".error")).to_contain_text("is a contact of Velda Retail")
    assert page.evaluate("inHand") == "email"  # at once: later it would take the focus from whoever types on
    dialog.get_by_label("Mail address").fill("petra@aldermills.example")
    dialog.get_by_label("Name", exact=True).fill("Petra Lomond")
    dialog.get_by_label("Approves or refuses fixes").check()
    dialog.get_by_role("button", name="Enter the contact").click()
    expect(page.get_by_role("region", name="Contacts")).to_contain_text("Petra Lomond")
    assert Contact.objects.get(person__email="petra@aldermills.example").is_approver
    assert [each for each in window.troubles if "422" not in each] == []


PAGES = {
    "people, settings and clients": (
        "people/",
        "people/new/",
        "settings/",
        "clients/",
        "clients/{client}/",
        "clients/mine/",
        "clients/{client}/list/contacts/new/",
        "clients/{client}/uses/new/",
        "outbox/",
        "trail/",
    ),
    "policy, calendars, services and mail": (
        "clients/import/",
        "services/",
        "components/{component}/",
        "monitors/",
        "monitors/{monitor}/",
        "policy/",
        "policy/{policy}/draft/",
        "policy/{policy}/draft/ladder/",
        "calendars/osprey/",
        "calendars/osprey/hours/",
        "calendars/osprey/holidays/",
        "mail/{mail}/",
    ),
}


@pytest.mark.parametrize("about", PAGES)
def test_every_page_is_sound_to_axe_in_both_lights_and_scrolls_sideways_on_no_phone(
    world: World, visit: Come, about: str
) -> None:
    from holdfast.policy.actions import draft_policy

    ticket = ticket_by_mail(world)
    keys = {
        "client": world.osprey.pk,
        "component": world.components["Chat: Routing"].pk,
        "policy": draft_policy(by=world.delphine).policy_id,
        "mail": held_mail(ticket).pk,
        "monitor": entered(world.components["Chat: Routing"], world.kaveh).pk,
    }
    window = visit(world.nell)
    for path in PAGES[about]:
        window.page.set_viewport_size({"width": 1440, "height": 900})
        page = window.open(f"/desk/{path.format(**keys)}")
        assert (path, faults_of_access(page)) == (path, [])
        page.set_viewport_size({"width": 390, "height": 844})
        assert (path, page.evaluate("document.documentElement.scrollWidth")) == (path, 390)
        assert (path, out_of_sight(page, "main td")) == (path, [])
    assert window.troubles == []
