"""The desk in a real browser: writing, confirming, the keyboard, phones and the dark, and whoever can't see it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import expect

from holdfast.incidents.actions.suspecting import suspect_on_ticket
from holdfast.project.demo.world import World
from holdfast.tickets.actions.assignment import assign_ticket
from holdfast.tickets.actions.messages import Said, receive_message, send_message
from holdfast.tickets.actions.priority import confirm_priority
from holdfast.tickets.models import Channel, Message, Side, Ticket
from tests.access import faults_of_access
from tests.slow_line import SCRIPTS, before_scripts
from tests.web.browsing import HOME, Visit
from tests.web.laid import laid_over, out_of_sight
from tests.world import NOON, Clock, ticket_by_mail

Come = Callable[..., Visit]


def test_a_note_stays_inside_and_a_reply_goes_out(printer: Ticket, visit: Come) -> None:
    window = visit()
    page = window.open(f"/desk/tickets/{printer.pk}/")
    page.keyboard.press("n")
    expect(page.get_by_role("button", name="Add note")).to_be_visible()
    expect(page.get_by_role("button", name="Send", exact=True)).to_be_hidden()
    page.get_by_label("Message").fill("For us alone.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".msg.note")).to_contain_text("For us alone.")
    page.wait_for_load_state()
    page.keyboard.press("r")
    page.get_by_label("Message").fill("Thank you, Orla.")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator(".msg.out")).to_contain_text("Thank you, Orla.")
    expect(page.get_by_label("Message")).to_have_value("")
    sides = dict(Message.objects.filter(ticket=printer).values_list("text", "side"))
    assert sides["For us alone."] == Side.INTERNAL
    assert sides["Thank you, Orla."] == Side.VENDOR
    assert window.troubles == []


def test_the_priority_is_confirmed_in_a_dialog_with_the_scenarios_beside_it(
    printer: Ticket, visit: Come
) -> None:
    window = visit()
    page = window.open(f"/desk/tickets/{printer.pk}/")
    page.keyboard.press("p")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Total outage")
    dialog.get_by_text("Priority 1").first.click()
    dialog.get_by_role("button", name="Confirm").click()
    expect(page.locator(".toast")).to_contain_text("Priority 1 is confirmed")
    printer.refresh_from_db()
    assert (printer.priority, printer.is_provisional) == (1, False)
    page.wait_for_load_state()
    # what was typed into a form is kept until it is stored, and no longer
    page.keyboard.press("s")
    page.get_by_role("dialog").get_by_label("What engineering must know").fill("The router drops it.")
    page.get_by_role("dialog").get_by_label("Senior developer or lead").select_option(label="Kaveh Lindqvar")
    assert page.evaluate("Object.keys(localStorage).filter(key => key.includes('hand-over')).length") == 1
    page.get_by_role("dialog").get_by_role("button", name="Hand over").click()
    expect(page.locator(".toast")).to_contain_text("Kaveh Lindqvar is told at once")
    page.wait_for_load_state()
    assert page.evaluate("Object.keys(localStorage).filter(key => key.includes('hand-over')).length") == 0
    # the dialog has the new form and the focus, which returns to the menu that the key's link stands in
    page.keyboard.press("p")
    expect(page.get_by_role("dialog").get_by_label("The reason, as the client is told it")).to_be_visible()
    expect(page.locator("dialog [name=priority]:checked")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="More actions")).to_be_focused()
    page.emulate_media(media="print")  # on paper there is nothing to press, and nothing to write into
    expect(page.locator(".dock")).to_be_hidden()
    assert page.locator(".btn:visible").count() == 0
    assert window.troubles == []


def test_the_queue_is_walked_chosen_and_searched_by_single_keys(world: World, visit: Come) -> None:
    for subject in ("First", "Second", "Third"):
        ticket_by_mail(world, subject=subject)
    window = visit()
    page = window.open("/desk/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator(".row-main > a").nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(page.locator(".row-main > a").nth(0)).to_be_focused()
    page.keyboard.press("x")
    expect(page.locator("[data-count]")).to_have_text("1 selected")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.type("second")
    expect(page.get_by_role("searchbox")).to_have_value("second")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Search")
    expect(page.locator(".row")).to_have_count(1)
    page.wait_for_load_state()
    page.locator(".row-main > a").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Second")
    # a page without a field or a button of its own for a key has it in a menu
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    assert window.troubles == []


def test_what_is_typed_before_the_scripts_run_is_searched_for_kept_and_named(
    printer: Ticket, visit: Come
) -> None:
    window = visit()
    with before_scripts(window.page, f"{HOME}/desk/search/") as page:
        page.get_by_role("searchbox").press_sequentially("misrouted")
    expect(page.locator(".row")).to_have_count(1)
    with before_scripts(page, f"{HOME}/desk/tickets/{printer.pk}/"):
        page.get_by_label("Message").fill("Half a sentence")
        page.locator("input[type=file]").set_input_files(
            {"name": "routing.csv", "mimeType": "text/csv", "buffer": b"a,b\n"}
        )
    expect(page.locator("[data-files]")).to_contain_text("routing.csv")
    page.reload()
    expect(page.get_by_label("Message")).to_have_value("Half a sentence")
    assert window.troubles == []


def test_a_link_that_opens_a_dialog_leads_to_its_page_while_nothing_can_be_fetched(
    printer: Ticket, visit: Come
) -> None:
    page = visit().page
    page.route(SCRIPTS.replace("*.js", "htmx.*.js"), lambda route: route.abort())
    page.goto(f"{HOME}/desk/tickets/{printer.pk}/")
    page.get_by_role("link", name="Assign", exact=True).first.click()
    page.wait_for_url("**/assignment/")
    expect(page.get_by_role("button", name="Assign")).to_be_visible()


def test_queue_and_ticket_stand_every_check_of_axe_in_both_lights_and_never_scroll_sideways(
    world: World, printer: Ticket, visit: Come
) -> None:
    window = visit()
    suspect_on_ticket(printer, title="The inbox is empty", words="Since noon.", by=world.tobin.actor)
    own = ["", f"tickets/{printer.pk}/", f"tickets/{printer.pk}/priority/", "interruptions/suspected/"]
    for path in (f"/desk/{each}" for each in own):
        window.page.set_viewport_size({"width": 1440, "height": 900})
        page = window.open(path)
        page.wait_for_load_state("networkidle")
        assert (path, faults_of_access(page)) == (path, [])
        page.set_viewport_size({"width": 390, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    assert window.troubles == []


def test_the_ticket_turns_under_whoever_writes_on_it_and_takes_nothing_from_them(
    world: World, printer: Ticket, visit: Come
) -> None:
    for n in range(12):
        hear_from_orla(world, printer, f"Line {n}")
    window = visit()
    page = window.open(f"/desk/tickets/{printer.pk}/")
    kept, text = page.locator(f"#ticket-{printer.pk}-promise"), page.get_by_label("Message")
    expect(kept).to_contain_text("Keeps “First human response”")
    text.fill("Half a sentence")
    confirm_priority(printer, priority=1, by=world.ana)
    assign_ticket(printer, to=world.saoirse, by=world.ana)
    send_message(printer, Said(text="I have it.", author=world.ana), by=world.ana)
    window.hint(f"ticket-{printer.pk}")
    expect(page.locator(".panel-head .pri")).to_contain_text("Priority 1")
    expect(page.locator(".panel-head .avatar")).to_contain_text("Saoirse Wendt")
    expect(kept).not_to_contain_text("First human response")
    # whoever stands at the end sees what comes
    expect(page.locator(".msg.out")).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("button", name="New message")).to_have_count(0)
    # whoever reads further up is not moved
    region = page.locator("[data-end]")
    region.evaluate("el => el.scrollTo(0, 40)")
    hear_from_orla(world, printer, "Is it done?")
    window.hint(f"ticket-{printer.pk}")
    expect(page.locator(".msg").last).to_contain_text("Is it done?")
    assert region.evaluate("el => el.scrollTop") == 40
    expect(text).to_be_focused()
    expect(text).to_have_value("Half a sentence")
    page.get_by_role("button", name="New message").click()
    expect(page.locator(".msg").last).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("button", name="New message")).to_have_count(0)
    # what is done leaves nothing to be assigned, and an open menu stays as it is
    page.get_by_role("button", name="More actions").click()
    Ticket.objects.filter(pk=printer.pk).update(is_open=False, stage=8)
    window.hint(f"ticket-{printer.pk}")
    expect(page.locator(".panel-head").get_by_role("link", name="Assign")).to_have_count(0)
    expect(page.locator("#more").get_by_role("link", name="Assign")).to_be_visible()
    expect(kept).to_have_text("Resolved meanwhile: only a note can be written")
    page.keyboard.press("Escape")
    window.hint(f"ticket-{printer.pk}")
    expect(page.locator("#more [href$='assignment/']")).to_have_count(0)
    expect(text).to_have_value("Half a sentence")
    # a result covers nothing of where one writes
    told = "Priority 1 is confirmed. The turnaround is 4 hours, round the clock, until 16:00 for Orla Thistlewick."
    page.evaluate("text => document.dispatchEvent(new CustomEvent('toast', { detail: { text } }))", told)
    for width in (1440, 900, 390):
        page.set_viewport_size({"width": width, "height": 844})
        assert laid_over(page, ".toast", ".dock") == [], width
    assert window.troubles == []


def hear_from_orla(world: World, ticket: Ticket, text: str) -> None:
    said = Said(text=text, author=world.orla)
    receive_message(ticket, said, channel=Channel.MAIL, reached_at=NOON, by=world.orla.actor)


def test_the_counts_and_the_line_of_what_is_due_turn_while_the_list_is_in_hand(
    world: World, the_clock: Clock, visit: Come
) -> None:
    for hour in range(9):
        ticket_by_mail(world, subject=f"Ticket {hour}")
        the_clock.forward(minutes=25 if hour < 7 else 5)
    window = visit()
    page = window.open("/desk/lists/unassigned/")
    expect(page.locator("#count-unassigned")).to_have_text("9")
    expect(page.locator(".pin").first).to_contain_text("promises overdue")
    page.locator(".pin").nth(1).focus()
    there = page.evaluate("document.activeElement.href")
    page.locator(".row").first.hover()
    first = Ticket.objects.earliest("pk")
    assign_ticket(first, to=world.tobin, by=world.tobin)
    confirm_priority(ticket_by_mail(world, subject="One more"), priority=1, by=world.tobin)
    the_clock.forward(minutes=1)
    expect(page.locator(".rail [aria-current]")).to_have_accessible_name(re.compile("7 tickets overdue"))
    Ticket.objects.exclude(pk=first.pk).update(next_due_at=the_clock.now + timedelta(hours=1))
    window.hint("queue")
    expect(page.locator(".rail [aria-current]")).to_have_accessible_name(re.compile("1 ticket overdue"))
    expect(page.locator("#count-mine")).to_have_text("1")
    expect(page.locator("#count-prioritised")).to_have_text("1")
    expect(page.locator("#count-here")).to_have_text("9 tickets")
    expect(page.get_by_text("1 newer, press . to refresh")).to_be_visible()
    assert page.evaluate("document.activeElement.href") == there
    expect(page.locator(".pline-axis > span").nth(1)).to_have_text("16:00")
    for width in (1440, 1000, 390):
        page.set_viewport_size({"width": width, "height": 844})
        assert page.locator(".pin > span:visible").count() >= (3 if width > 390 else 1), width
        assert laid_over(page, ".pin > span") == [], width
        assert laid_over(page, ".pline-axis > span") == [], width
        assert out_of_sight(page, ".pin > span") == [], width
    # on a phone the places that one comes for stand in the bar, and the others under More
    for width in (390, 320):
        page.set_viewport_size({"width": width, "height": 844})
        assert page.locator(".rail-link > b:visible").all_inner_texts() == [
            *("Tickets", "Interruptions", "On duty"),
            "More",
        ]
        assert laid_over(page, ".rail-link > b", ".rail-end") == [], width
        assert laid_over(page, ".rail-link > b") == [], width
        assert out_of_sight(page, ".rail-link, .rail-end") == [], width
    page.get_by_role("button", name="More", exact=True).click()
    expect(page.locator("#places").get_by_role("link", name="Maintenance")).to_be_visible()
    page.keyboard.press("Escape")
    # the list where one is stands in sight among the others
    window.open("/desk/lists/qa/")
    assert out_of_sight(page, ".views [aria-current]") == []
    assert window.troubles == []


HOSTILE = """<p>Hello</p><script>window.pwned=1</script><img src=x onerror="window.pwned=2">
<svg><style><img src=x onerror="window.pwned=3"></style></svg><math><mtext><script>window.pwned=4</script></mtext></math>
<noscript><p title="</noscript><img src=x onerror=window.pwned=5>"></noscript>
<template><script>window.pwned=6</script></template>
<style>*{display:none}</style><iframe srcdoc="<script>parent.pwned=7</script>"></iframe>
<a href="javascript:window.pwned=8" id=a1>one</a><a href=" java\tscript:window.pwned=9" id=a2>two</a>
<a href="data:text/html,<script>1</script>" id=a3>three</a><form action="https://evil.example/"><input name=x></form>
<img src="https://evil.example/pixel.gif"><div style="position:fixed;inset:0" class="rail">over all</div>
<base href="https://evil.example/"><meta http-equiv="refresh" content="0;url=https://evil.example/">"""


def test_t33_hostile_mail_runs_nothing_and_fetches_nothing(
    world: World, printer: Ticket, visit: Come
) -> None:
    said = Said(
        text="Hello", html=HOSTILE, author=world.orla, author_label="<script>window.pwned=10</script>"
    )
    receive_message(printer, said, channel=Channel.MAIL, reached_at=NOON, by=world.orla.actor)
    Ticket.objects.filter(pk=printer.pk).update(
        subject="<img src=x onerror=window.pwned=11>", last_words=HOSTILE[:160]
    )
    window = visit()
    page = window.open(f"/desk/tickets/{printer.pk}/")
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.pwned") is None
    inside = page.locator(".said").last
    assert (
        inside.locator(
            "script, style, svg, iframe, form, math, template, [style], [class=rail], [onerror]"
        ).count()
        == 0
    )
    links = page.eval_on_selector_all(".said a", "all => all.map(a => a.protocol)")
    assert set(links) <= {":", "http:", "https:", "mailto:", "tel:"}  # without an address it leads nowhere
    assert not [url for url in window.asked if "evil" in url]
    window.open("/desk/")
    assert page.evaluate("window.pwned") is None
    assert window.troubles == []
