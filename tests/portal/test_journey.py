"""A client's whole way through the site in a browser, and a look at each page in both lights and on a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connection
from playwright.sync_api import Browser, Page, expect

from holdfast.escalation.links import level_token
from holdfast.escalation.models import Climb
from holdfast.kernel.models import TrailEntry
from holdfast.notices.models import Delivery, Notice
from holdfast.people.models import Person
from holdfast.procedure.actions.verdict import give_verdict
from holdfast.procedure.links import approval_token
from holdfast.procedure.models import Approval
from holdfast.project.demo.world import World, build_world
from holdfast.tickets.models import Ticket
from tests.access import faults_of_access
from tests.portal.browsing import browsing, served
from tests.portal.visiting import as_
from tests.procedure.steps import fix, fresh
from tests.promises.acceptance import accept
from tests.slow_line import before_scripts
from tests.world import ticket_by_mail

pytestmark = pytest.mark.django_db(
    transaction=True,
    # the installation's own row stays: only it lets tests set the clock
    available_apps=[
        name for name in settings.INSTALLED_APPS if not name.endswith((".kernel", ".contenttypes"))
    ],
)


@pytest.fixture
def committed(transactional_db: None) -> Iterator[World]:
    """The world, where other threads see it."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE kernel_installation SET stopped_at = NULL")
    yield build_world()
    TrailEntry.objects.all().delete()


@pytest.fixture
def site() -> Iterator[str]:
    with served() as address:
        yield address


def link_mailed_to(address: str) -> str:
    row = Delivery.objects.filter(address=address).latest("pk")
    found = re.search(
        re.escape(settings.SITE_URL) + r"(/\S+)", Notice.objects.get(pk=row.notice_id).said["text"]
    )
    assert found is not None
    return found[1]


def work_it_out(world: World, ticket: Ticket) -> Approval:
    """What our own people do meanwhile, until the client is asked."""
    from holdfast.procedure.actions.hand_over import hand_over
    from holdfast.tickets.actions.priority import confirm_priority

    confirm_priority(ticket, priority=2, by=world.tobin)
    hand_over(fresh(ticket), to=world.kaveh, words="The router drops the skill.", by=world.tobin)
    fix(world, fresh(ticket))
    give_verdict(fresh(ticket), is_approved=True, by=world.mirela)
    accept("approval_asked")
    return Approval.objects.get(ticket=ticket, ended_at=None)


def sign_in(page: Page, site: str, address: str) -> None:
    """By a mailed link; ends at the form of a new ticket."""
    page.goto(f"{site}/tickets/new/")
    page.get_by_label("Email").fill(address)
    page.get_by_role("button", name="Mail me a link").click()
    expect(page.get_by_role("heading", name="Look in your mail")).to_be_visible()
    page.goto(f"{site}{link_mailed_to(address)}")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{site}/tickets/new/")


def bring(page: Page, site: str, person: Person) -> None:
    """Somebody who signed in before."""
    cookie = as_(person).cookies["sessionid"]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": site}])


def test_a_client_signs_in_opens_a_ticket_writes_escalates_and_approves(
    browser: Browser, committed: World, site: str
) -> None:
    world = committed
    with browsing(browser) as (page, complaints):
        sign_in(page, site, "orla@ospreylane.example")
        page.get_by_label("Chats or emails are misrouted").check()
        expect(page.locator("#offer")).to_contain_text("We promise a turnaround of 1 business day")
        page.get_by_label("In one line").fill("Chats go astray")
        page.get_by_label("What did you do").fill("Since this morning, one in four.")
        page.locator("input[type=file]").set_input_files(
            {"name": "routing.csv", "mimeType": "text/csv", "buffer": b"a,b\n"}
        )
        page.get_by_role("button", name="Send ticket").click()
        ticket = Ticket.objects.get()
        expect(page).to_have_url(f"{site}/tickets/{ticket.pk}/")
        expect(page.locator(".toast")).to_contain_text(ticket.reference)
        expect(page.get_by_role("link", name=re.compile("routing.csv"))).to_be_visible()

        page.get_by_label("Message").fill("It is two in four now.")
        page.get_by_role("button", name="Send", exact=True).click()
        expect(page.locator("#conversation article").first).to_contain_text("It is two in four now.")
        assert page.locator("#conversation article").count() == 2

        page.get_by_role("link", name="Escalate to level 2").click()
        page.get_by_label("What did you expect").fill("A call within the hour.")
        page.get_by_role("button", name="Escalate to level 2").click()
        expect(page.locator(".toast")).to_contain_text("Kaveh Lindqvar")
        expect(page.locator(".ladder [aria-current]")).to_contain_text("told today")

        work_it_out(world, ticket)
        page.goto(f"{site}/")
        expect(page.locator("#lines")).to_contain_text("Your turn")
        page.get_by_role("link", name=re.compile("Chats go astray")).click()
        page.get_by_role("button", name="Yes, approve").click()
        expect(page.locator(".toast")).to_contain_text(
            "is resolved, and our promise of a fix in 1 business day is kept"
        )
        expect(page.locator("#stages li.done")).to_have_count(7)
        assert complaints == []
    assert not fresh(ticket).is_open


def test_a_scenario_chosen_before_the_scripts_run_shows_its_promise_and_so_does_going_back(
    browser: Browser, committed: World, site: str
) -> None:
    with browsing(browser) as (page, complaints):
        bring(page, site, committed.orla)
        with before_scripts(page, f"{site}/tickets/new/"):
            page.get_by_label("Chats or emails are misrouted").check()
        expect(page.locator("#offer")).to_contain_text("We promise a turnaround of 1 business day")
        page.goto(f"{site}/reach/")
        page.go_back()
        expect(page.get_by_label("Chats or emails are misrouted")).to_be_checked()
        expect(page.locator("#offer")).to_contain_text("We promise a turnaround of 1 business day")
        assert complaints == []


def test_every_page_in_both_lights_and_on_a_phone(browser: Browser, committed: World, site: str) -> None:
    world = committed
    ticket, asked_too = (
        ticket_by_mail(world, "orla"),
        ticket_by_mail(world, "orla", "Forms lose their last section"),
    )
    approval = work_it_out(world, asked_too)
    from holdfast.escalation.actions.climbing import climb_ladder

    climb_ladder(fresh(ticket), words="Nobody called", level=2, by=world.orla)
    climb = Climb.objects.get()
    opened = [
        "/",
        "/reach/",
        "/support/",
        "/account/link/",
        f"/approval/{approval_token(approval.pk, world.orla.pk)}/",
        f"/level/{level_token(climb.pk, world.kaveh.pk)}/",
    ]
    own = ["/", "/tickets/", "/tickets/new/", f"/tickets/{ticket.pk}/", f"/tickets/{asked_too.pk}/"]
    own += [f"/tickets/{ticket.pk}/escalation/", "/escalation/", "/service-status/", "/service-status/wrong/"]
    with browsing(browser) as (page, complaints):
        look_at(page, site, opened)
        bring(page, site, world.orla)
        look_at(page, site, own)
        assert complaints == []


def look_at(page: Page, site: str, paths: list[str]) -> None:
    """In both lights without a fault of access, and on a phone without scrolling sideways."""
    for path in paths:
        page.set_viewport_size({"width": 1440, "height": 900})
        page.goto(f"{site}{path}")
        assert (path, faults_of_access(page)) == (path, [])
        page.set_viewport_size({"width": 390, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
        head = page.evaluate("document.querySelector('.site-head')?.offsetHeight ?? 0")
        assert head < 100, f"{path}: the head has more than two rows"


def test_without_script_everything_still_works(browser: Browser, committed: World, site: str) -> None:
    world = committed
    ticket = ticket_by_mail(world, "orla")
    work_it_out(world, ticket)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.set_default_timeout(8_000)
    sign_in(page, site, "orla@ospreylane.example")
    page.goto(f"{site}/tickets/{ticket.pk}/")
    page.get_by_label("Message").fill("Trying it now.")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator("#conversation article").first).to_contain_text("Trying it now.")
    page.get_by_text("Not fixed").click()
    page.get_by_label("What do you still see?").fill("One in ten.")
    page.get_by_role("button", name="Send it back").click()
    expect(page.locator(".toast").last).to_contain_text("Back with those who made the fix")
    context.close()
