"""One ticket, from a stranger's mail to its explanation: as shipped, through real sockets, a person at each door."""

from __future__ import annotations

import re
import smtplib
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.mail_sink import CaughtMail, MailSink
from tests.project.installation import Installation

SUPPORT = "support@northbeam.example"
STRANGER = "odalys@greenquay.example"
PASSWORD = "a long word that nobody guesses"
SHOWN_WITHIN = 15_000  # milliseconds


class Journey:
    """A fresh installation, its relay, and a browser window for each person."""

    def __init__(self, home: Path, sink: MailSink, browser: Browser) -> None:
        self.installation, self.sink, self.browser = Installation(home, is_test=True), sink, browser
        self.windows: list[Page] = []

    @property
    def url(self) -> str:
        return f"http://localhost:{self.installation.port}"

    def window(self) -> Page:
        page = self.browser.new_context(base_url=self.url).new_page()
        page.set_default_timeout(SHOWN_WITHIN)
        self.windows.append(page)
        return page

    def mail_to(self, address: str, holds: str) -> CaughtMail:
        """The newest mail to this address whose text holds the words; waits for it."""
        found: list[CaughtMail] = []

        def arrived() -> bool:
            found[:] = [mail for mail in self.sink.mails if mail.to == address and holds in mail.text]
            return bool(found)

        self.installation.wait_for(arrived)
        return found[-1]

    def move_the_clock(self, **span: float) -> None:
        """Move the installation's clock, as only one that was created as a test lets us."""
        with self.installation.database() as line:
            line.execute(
                "UPDATE kernel_installation SET clock_offset = clock_offset + %s", [timedelta(**span)]
            )

    def link_in(self, mail: CaughtMail, path: str) -> str:
        found = re.search(rf"https?://\S+?({path}\S+)", mail.text)
        assert found, mail.text
        return found[1]


@pytest.fixture
def journey(tmp_path: Path, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> Iterator[Journey]:
    with MailSink() as sink:
        monkeypatch.setenv("HOLDFAST_RELAY", sink.url())
        made = Journey(tmp_path / "home", sink, browser)
        made.installation.start()
        yield made
        for page in made.windows:
            page.context.close()
        made.installation.stop()


def set_up(journey: Journey) -> Page:
    (link,) = re.findall(r"(/set-up/\S+)", "".join(journey.installation.said))
    page = journey.window()
    page.goto(link)
    for name, value in {
        "your_name": "Ruta Salinas",
        "email": "ruta@northbeam.example",
        "password": PASSWORD,
        "name": "Northbeam",
        "support_address": SUPPORT,
        "phone": "+44 20 7946 0000",
    }.items():
        page.fill(f"[name={name}]", value)
    page.locator("form button[type=submit], form button.primary").last.click()
    page.wait_for_url("**/desk/**")
    return page


def invite(journey: Journey, administrator: Page, name: str, address: str, roles: list[str]) -> Page:
    """Enter a person, let them set their password by the mailed link, and hand over their window."""
    administrator.goto("/desk/people/new/")
    administrator.fill("[name=name]", name)
    administrator.fill("[name=email]", address)
    for role in roles:
        administrator.locator(f"[name=roles][value={role}]").check()
    with administrator.expect_navigation():
        administrator.locator("form.card button.primary, main form button.primary").last.click()
    mail = journey.mail_to(address, "/invitation/")
    page = journey.window()
    page.goto(journey.link_in(mail, "/invitation/"))
    for field in page.locator("input[type=password]").all():
        field.fill(PASSWORD)
    page.locator("form button.primary").last.click()
    page.wait_for_url("**/desk/**")
    return page


def write(journey: Journey, subject: str, text: str, **headers: str) -> None:
    """A mail from the stranger's own mail program."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = (
        f"Odalys Brandt <{STRANGER}>",
        headers.pop("To", SUPPORT),
        subject,
    )
    mail["Message-ID"] = f"<{abs(hash((subject, text)))}@greenquay.example>"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    with smtplib.SMTP("127.0.0.1", journey.installation.mail_port, timeout=10) as line:
        line.send_message(mail, from_addr=STRANGER, to_addrs=[mail["To"]])


def on(page: Page, path: str, button: str | re.Pattern[str], **fields: Any) -> None:
    """Fill in the form of a stage and send it."""
    page.goto(path)
    for name, value in fields.items():
        field = page.locator(f"main [name={name}]")
        if field.first.get_attribute("type") == "radio":
            page.locator(f"main [name={name}][value='{value}']").check()
        elif field.first.evaluate("e => e.tagName") == "SELECT":
            field.first.select_option(label=value)
        else:
            field.first.fill(value)
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button", name=button).last.click()


@pytest.mark.usefixtures("browser")
def test_a_strangers_mail_is_answered_fixed_approved_and_explained(journey: Journey) -> None:
    administrator = set_up(journey)
    agent = invite(journey, administrator, "Ivo Lantern", "ivo@northbeam.example", ["agent"])
    lead = invite(journey, administrator, "Sable Orcutt", "sable@northbeam.example", ["lead"])
    qa = invite(journey, administrator, "Quim Darrow", "quim@northbeam.example", ["qa"])

    write(journey, "Billing page is blank", "Since nine o'clock our billing page is blank.")
    acknowledgement = journey.mail_to(STRANGER, "reference")
    assert "blank" not in acknowledgement.message["Subject"] + acknowledgement.text  # not confirmed yet (T11)

    agent.goto("/desk/")
    agent.get_by_role("link", name="Billing page is blank", exact=True).click()
    agent.wait_for_url(re.compile(r"/desk/tickets/\d+/"))
    ticket = re.sub(r"^https?://[^/]+", "", agent.url)
    expect(agent.get_by_text(re.compile(r"kept in")).first).to_be_visible()  # the acknowledgement

    on(agent, f"{ticket}priority/", re.compile("Confirm"), priority="1")

    # a question pauses the turnaround, the answer lets it run on
    agent.goto(ticket)
    agent.get_by_label("Message").fill("Which browser do you use?")
    agent.get_by_role("button", name="Send and move").click()
    with agent.expect_navigation():
        agent.get_by_role("button", name="Send and wait for the answer").click()
    question = journey.mail_to(STRANGER, "Which browser do you use?")
    agent.goto(ticket)
    expect(agent.get_by_text(re.compile("stands still while we wait for an answer"))).to_be_visible()
    write(journey, f"Re: {question.message['Subject']}", "Firefox.", To=str(question.message["Reply-To"]))
    expect(agent.get_by_text("Firefox.")).to_be_visible(timeout=SHOWN_WITHIN)  # without a reload

    # five hours on: the turnaround is broken, and climbs on its own
    journey.move_the_clock(hours=5)
    expect(agent.get_by_text("Promise broken: Turnaround")).to_be_attached(timeout=SHOWN_WITHIN)
    agent.goto(ticket)
    expect(agent.get_by_text(re.compile(r"late$")).first).to_be_visible()
    told = journey.mail_to(
        "ruta@northbeam.example", "Billing page is blank"
    )  # the managers stand in for the levels
    assert told.message["Auto-Submitted"] == "auto-generated"

    on(
        agent,
        f"{ticket}hand-over/",
        re.compile("Hand"),
        to="Sable Orcutt",
        words="I see it too, in every browser.",
    )
    lead.goto(ticket)
    with lead.expect_navigation():
        lead.get_by_role("button", name="Take it", exact=False).first.click()
    for prevention in ("A test loads the page.", "A test loads the page, with and without invoices."):
        on(
            lead,
            f"{ticket}fix/",
            "Record and send to QA",
            cause="A script was blocked.",
            solution="The script is served by us now.",
            tell_client="The cause is found and mended; our QA checks it.",
            prevention=prevention,
            tell_colleagues="It was the script.",
            watching_what="Errors of the billing page",
        )
        if prevention.endswith("page."):
            on(qa, f"{ticket}verdict/rejected/", "Send back", reason="Blank still, without invoices.")
    on(qa, f"{ticket}verdict/approved/", "QA approves")

    asked = journey.mail_to(STRANGER, "/approval/")
    client = journey.window()
    client.goto(journey.link_in(asked, "/approval/"))
    with client.expect_navigation():
        client.get_by_role("button", name=re.compile("approve", re.IGNORECASE)).first.click()

    explanation = journey.mail_to(STRANGER, "A script was blocked.")
    assert "The script is served by us now." in explanation.text
    agent.goto(ticket)
    expect(agent.get_by_text("Resolved").first).to_be_visible()

    letters = [mail for mail in journey.sink.mails if mail.to == STRANGER]
    roots = {mail.message["References"].split()[0] for mail in letters}
    assert len(roots) == 1, roots  # one thread
    assert len({mail.message["Message-ID"] for mail in letters}) == len(letters)
    assert all(mail.message["To"].count("@") == 1 for mail in letters)
