"""A service breaks, and two are maintained: as shipped, through real sockets, a person at each door."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from holdfast.project.public_pages import FRESH_FOR
from tests.journeys.journey import SHOWN_WITHIN, look_away
from tests.journeys.services import BRAM, DELPHINE, INES, KAVEH, MINA, ORLA, Services, services
from tests.mail_sink import MailSink

DOWN = "Messages arrive late"
INTERRUPTION = f"[Interruption] {DOWN}"
INBOX = "Messages: Inbox"


@pytest.fixture(scope="module")
def journey(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Services]:
    """One installation for both stories."""
    with MailSink() as sink, pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOLDFAST_RELAY", sink.url())
        home = tmp_path_factory.mktemp("affected") / "home"
        with services(home, os.environ["DATABASE_URL"], sink, browser) as made:
            yield made


def test_e1_to_e5_an_interruption_from_the_clients_press_to_its_cause_with_one_hour_missed(
    journey: Services,
) -> None:
    lead, client, reader = journey.enters("kaveh"), journey.enters("orla"), journey.window()

    reader.goto("/status/")
    expect(reader.get_by_role("heading", level=1)).to_have_text("All systems operational")
    ticket = press_something_is_wrong(client)

    # weighed, and confirmed as of when it began
    lead.goto("/desk/interruptions/suspected/")
    lead.get_by_role("link", name="Confirm", exact=True).click()
    lead.get_by_label("What is wrong, in one line").fill(DOWN)
    lead.get_by_label(f"{INBOX}, Frankfurt", exact=True).check()
    with lead.expect_navigation():
        lead.get_by_role("dialog").get_by_role("button", name="Confirm it").click()
    room = lead.url
    journey.installation.wait_for(lambda: journey.mails(INES, INTERRUPTION))  # before any client
    assert not any(journey.mails(each, INTERRUPTION) for each in (BRAM, MINA))
    journey.wait_for_outcomes("account_manager_told", "kept")
    reads(lambda: standing(journey, reader), ("investigating", "partial_outage"))
    are_we_affected(client, DOWN)

    # the complete report
    lead.goto(room)
    write(
        lead,
        "Send the report",
        affected="The inbox in Frankfurt",
        noticed="Messages arrive ten minutes late.",
        who="Whoever works in Frankfurt.",
        workaround="None yet.",
        doing="We move the traffic away.",
    )
    journey.wait_for_mails(INTERRUPTION, 1)
    journey.wait_for_outcomes("interruption_report", "kept")
    journey.wait_for_outcomes("hourly_update", "kept", "running")
    assert "Messages arrive ten minutes late." in journey.mails(MINA, INTERRUPTION)[0].text
    reader.reload()
    expect(reader.get_by_text("Messages arrive ten minutes late.")).to_be_visible()
    expect(reader.get_by_text("Osprey")).to_have_count(0)  # nor whom it reaches
    are_we_affected(client, "We move the traffic away.")

    # the hour is missed: seen without a reload, told once, and climbed on the ticket that is linked
    journey.move_the_clock(minutes=61)
    journey.wait_for_outcomes("hourly_update", "kept", "broken, broken", "running")
    expect(lead.get_by_text("2 broken")).to_be_visible(timeout=SHOWN_WITHIN)
    expect(lead.get_by_text("Hourly update, 2 clients", exact=True)).to_be_visible()
    for address in (KAVEH, DELPHINE):
        journey.mail_to(address, "Hourly update")
    client.goto(ticket)
    expect(client.get_by_text("Level 2").first).to_be_visible()
    are_we_affected(client, re.compile("late$"))

    # one word makes what was missed kept late; the next comes in time
    write(lead, "Send the update", text="Half of the traffic is moved.", state="identified")
    journey.wait_for_mails(INTERRUPTION, 2)
    journey.wait_for_outcomes("hourly_update", "kept", "broken, kept_late", "kept", "running")
    reads(lambda: standing(journey, reader), ("identified", "partial_outage"))
    journey.move_the_clock(minutes=50)
    lead.reload()
    write(lead, "Send the update", text="All of it is moved.", state="watching")
    journey.wait_for_mails(INTERRUPTION, 3)
    reads(lambda: standing(journey, reader), ("monitoring", "partial_outage"))

    # back, which is not the end
    lead.get_by_role("link", name="Service restored").click()
    lead.wait_for_url("**/restoration/")
    write(lead, "Send the uptime notification", text="Messages arrive at once.")
    journey.wait_for_mails(INTERRUPTION, 4)
    journey.wait_for_outcomes("cause_update", "running")
    reads(lambda: standing(journey, reader), ("resolved", "operational"))
    reader.reload()
    expect(reader.get_by_role("heading", level=1)).to_have_text("All systems operational")
    are_we_affected(client, re.compile("[Cc]ause"), is_so=False)

    # the cause is owed until it is complete
    write(lead, "Send it", text="It looks like a full disk.")
    journey.wait_for_mails(INTERRUPTION, 5)
    journey.wait_for_outcomes("cause_update", "kept", "running")
    explain(lead, cause="A log filled the disk.", impact="Messages were late.", steps="It has its own disk.")
    journey.wait_for_mails(INTERRUPTION, 6)
    press(lead, "Close it")
    expect(lead.get_by_text("Nothing is owed any more.")).to_be_visible()
    reads(lambda: standing(journey, reader), ("postmortem", "operational"))
    journey.require_one_thread(INTERRUPTION, 6)
    journey.wait_for_outcomes("cause_update", "kept", "kept")
    journey.wait_for_outcomes("hourly_update", "kept", "broken, kept_late", "kept", "kept", "waived")
    journey.close_windows()


def press_something_is_wrong(client: Page) -> str:
    """From the portal's first page; gives the address of the ticket that came of it."""
    client.goto("/")
    client.get_by_role("link", name="Something is wrong here").click()
    client.get_by_label("Where").select_option(label=INBOX)
    client.get_by_label("What you see").fill("Nothing has come since a quarter to twelve.")
    client.get_by_role("button", name="Tell us").click()
    client.wait_for_url(re.compile(r"/tickets/\d+/"))
    return client.url


def are_we_affected(client: Page, words: str | re.Pattern[str], *, is_so: bool = True) -> None:
    """Asked where the portal's menu leads; the answer is the page's name."""
    if "status" not in client.url:
        client.get_by_role("navigation").get_by_role("link", name="Service status").first.click()
    else:
        client.reload()
    answer = "Yes, Osprey Lane Clinics is affected" if is_so else "No, Osprey Lane Clinics is not affected"
    expect(client.get_by_role("heading", level=1)).to_have_text(answer)
    expect(client.get_by_text(words).first).to_be_visible()


def standing(journey: Services, reader: Page) -> tuple[str, str]:
    """What programs read of the newest incident, and of the component that it hit."""
    newest = journey.published(reader, "incidents")["incidents"][0]
    assert newest["name"] == DOWN
    return newest["status"], inbox(journey, reader)


def write(page: Page, button: str, **said: str) -> None:
    """Fill in the word that is due, and send it."""
    for name, value in said.items():
        field = page.locator(f"main [name={name}]")
        if name == "state":
            field.select_option(value)
        else:
            field.fill(value)
    with page.expect_navigation():
        page.get_by_role("button", name=button, exact=True).click()


def press(page: Page, deed: str) -> None:
    """What takes a dialog with nothing to fill in."""
    page.get_by_role("link", name=deed, exact=True).click()
    with page.expect_navigation():
        page.get_by_role("dialog").locator("button.primary").click()


def explain(lead: Page, **parts: str) -> None:
    """Root cause, impact and resolution steps, in one form."""
    lead.get_by_role("link", name="Send the analysis").first.click()
    lead.wait_for_url("**/analysis/")
    write(lead, "Send the analysis", **parts)


def test_e6_e7_one_maintenance_by_the_planner_and_one_at_short_notice(journey: Services) -> None:
    lead, client, reader = journey.enters("kaveh"), journey.enters("orla"), journey.window()

    # the planner finds when it costs least, and a day ahead of it the notice is kept
    first = plan(lead, journey, "Move of the inbox", Length="1 hour")
    expect(lead.get_by_text("costs your clients least")).to_be_visible(timeout=SHOWN_WITHIN)
    expect(lead.get_by_text("At least 24 hours.")).to_be_visible()
    announce(lead)
    journey.wait_for_mails(first, 1)
    journey.wait_for_outcomes("maintenance_notice", "kept")

    # sooner than that takes a reason, and a manager who is not the planner
    soon = journey.now() + timedelta(hours=2)
    second = plan(lead, journey, "Restart of the inbox", **{"Start, UTC": f"{soon:%Y-%m-%dT%H:%M}"})
    lead.get_by_role("button", name="Send notice").click()
    expect(lead.get_by_text("give the operational reason")).to_be_visible()
    lead.get_by_label("Operational reason, if it has to be sooner").fill("It loses memory.")
    lead.get_by_label("Who approves it").select_option(label="Delphine Quarrie, Chief Customer Officer")
    announce(lead)
    expect(lead.get_by_text("Waits for Delphine Quarrie since")).to_be_visible()
    manager = journey.enters("delphine")
    asked = journey.mail_to(DELPHINE, "asks you to approve")
    manager.goto(re.search(r"/desk/maintenance/\d+/approval/", asked.text)[0])  # type: ignore[index]
    expect(manager.get_by_text("% of the busiest hour")).to_be_visible()
    manager.get_by_role("button", name="Approve and tell").click()
    expect(manager.get_by_text("It is approved in your name, and the clients are told.")).to_be_visible()
    look_away(manager)
    journey.wait_for_mails(second, 1)
    journey.wait_for_outcomes("maintenance_notice", "kept", "waived")
    lead.reload()
    expect(lead.get_by_text("It loses memory. Approved by Delphine Quarrie.")).to_be_visible()

    # both are seen by programs, by strangers and by the client, whose calendar takes the event
    reads(
        lambda: states(journey, reader),
        {"Move of the inbox": "scheduled", "Restart of the inbox": "scheduled"},
    )
    reader.goto("/status/")
    client.goto("/")
    for title in ("Move of the inbox", "Restart of the inbox"):
        expect(reader.get_by_role("link", name=title, exact=True)).to_be_visible()
        expect(client.get_by_text(title, exact=True)).to_be_visible()
    told = journey.mails(ORLA, second)[0]
    assert "It loses memory." in told.text
    (event,) = [each for each in told.message.walk() if each.get_content_type() == "text/calendar"]
    assert "SUMMARY:Restart of the inbox" in event.get_content()

    # reminded of, begun, told of, completed
    journey.move_the_clock(hours=1, minutes=1)
    journey.wait_for_mails(second, 2)
    journey.move_the_clock(hours=1)
    lead.reload()
    press(lead, "Begin it")
    journey.wait_for_mails(second, 3)
    reads(lambda: states(journey, reader)["Restart of the inbox"], "in_progress")
    reads(lambda: inbox(journey, reader), "under_maintenance")
    lead.reload()
    lead.get_by_role("link", name="Send an update").click()
    lead.get_by_role("dialog").locator("[name=text]").fill("Half of it is done.")
    with lead.expect_navigation():
        lead.get_by_role("dialog").locator("button.primary").click()
    journey.wait_for_mails(second, 4)
    journey.wait_for_outcomes("maintenance_update", "kept", "kept", "running")
    lead.get_by_role("link", name="Complete it").click()
    lead.get_by_role("dialog").locator("[name=text]").fill("All of it is back.")
    with lead.expect_navigation():
        lead.get_by_role("dialog").locator("button.primary").click()
    journey.wait_for_mails(second, 5)
    reads(
        lambda: states(journey, reader),
        {"Move of the inbox": "scheduled", "Restart of the inbox": "completed"},
    )
    reads(lambda: inbox(journey, reader), "operational")
    reader.reload()
    expect(reader.get_by_role("heading", level=1)).to_have_text("All systems operational")
    journey.require_one_thread(second, 5)
    journey.require_one_thread(first, 1)


def plan(lead: Page, journey: Services, title: str, **said: str) -> str:
    """What is asked of every plan, and what else is said; gives the subject of its mails."""
    lead.goto("/desk/maintenance/plan/")
    lead.get_by_label("What happens").fill(title)
    lead.get_by_label("What is done, and what clients notice").fill("New messages wait for a while.")
    lead.get_by_label(f"{INBOX}, Frankfurt", exact=True).check()
    for label, value in said.items():
        field = lead.get_by_label(label, exact=True)
        if field.evaluate("e => e.tagName") == "SELECT":
            field.select_option(label=value)
        else:
            field.fill(value)
    return f"[Maintenance] {title}"


def announce(lead: Page) -> None:
    """Send the notice; its page follows."""
    lead.get_by_role("button", name="Send notice").click()
    lead.wait_for_url(re.compile(r"/desk/maintenance/\d+/$"))


def reads(found: Callable[[], object], expected: object) -> None:
    """Programs read it as soon as the hint of the change has come; long before what is kept runs out by itself."""
    until = time.monotonic() + FRESH_FOR / 3
    while found() != expected and time.monotonic() < until:
        time.sleep(0.05)
    assert found() == expected


def states(journey: Services, reader: Page) -> dict[str, str]:
    """Of each maintenance, as programs read it."""
    found = journey.published(reader, "scheduled-maintenances")["scheduled_maintenances"]
    return {each["name"]: each["status"] for each in found}


def inbox(journey: Services, reader: Page) -> str:
    """How the inbox does, as programs read it."""
    components = journey.published(reader, "components")["components"]
    (found,) = [each for each in components if each["name"] == "Inbox"]
    return str(found["status"])
