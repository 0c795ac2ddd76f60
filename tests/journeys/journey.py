"""An installation on its own sockets, its relay, and a browser window for each person who comes to it."""

from __future__ import annotations

import re
import smtplib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from email.message import EmailMessage
from typing import TypeVar

from playwright.sync_api import Browser, Page

from tests.mail_sink import CaughtMail, MailSink
from tests.project.installation import Installation

SUPPORT = "support@northbeam.example"
PASSWORD = "a long word that nobody guesses"
SHOWN_WITHIN = 30_000
"""Milliseconds; a worker may have to start first, on a machine that is busy."""


class Journey:
    """Who takes part, each in a window of their own, and the mail that passes."""

    def __init__(self, installation: Installation, sink: MailSink, browser: Browser) -> None:
        self.installation, self.sink, self.browser = installation, sink, browser
        self.windows: list[Page] = []

    def window(self) -> Page:
        """The browser of somebody who has not been here yet."""
        page = self.browser.new_context(base_url=f"http://localhost:{self.installation.port}").new_page()
        page.set_default_timeout(SHOWN_WITHIN)
        self.windows.append(page)
        return page

    def close_windows(self) -> None:
        """Everybody goes; what stays open would follow whatever happens later."""
        while self.windows:
            self.windows.pop().context.close()

    def mail_to(self, address: str, holds: str) -> CaughtMail:
        """The newest mail to this address whose text holds the words; waits for it."""
        found: list[CaughtMail] = []

        def arrived() -> bool:
            found[:] = [mail for mail in self.sink.mails if mail.to == address and holds in mail.text]
            return bool(found)

        self.installation.wait_for(arrived)
        return found[-1]

    def send(self, mail: EmailMessage) -> None:
        """Hand a mail to the installation, as often as it takes, as a mail program does."""

        def taken() -> bool:
            try:
                with smtplib.SMTP("127.0.0.1", self.installation.mail_port, timeout=10) as line:
                    line.send_message(mail)
            except (OSError, smtplib.SMTPException):
                return False
            return True

        self.installation.wait_for(taken)

    def move_the_clock(self, **span: float) -> None:
        """Move the installation's clock, as only one that was created as a test lets us."""
        with self.installation.database() as line:
            line.execute(
                "UPDATE kernel_installation SET clock_offset = clock_offset + %s", [timedelta(**span)]
            )
            ring_every_bell(self.installation)

    def set_up(self, name: str, address: str) -> Page:
        """The first administrator, by the link that was printed."""
        (link,) = re.findall(r"(/set-up/\S+)", "".join(self.installation.said))
        page = self.window()
        page.goto(link)
        for field, value in {
            "your_name": name,
            "email": address,
            "password": PASSWORD,
            "name": "Northbeam",
            "support_address": SUPPORT,
            "phone": "+44 20 7946 0000",
        }.items():
            page.fill(f"[name={field}]", value)
        page.locator("form button[type=submit], form button.primary").last.click()
        page.wait_for_url("**/desk/**")
        return page

    def invite(self, administrator: Page, name: str, address: str, role: str) -> Page:
        """Enter a person, let them set their password by the mailed link, and hand over their window."""
        administrator.goto("/desk/people/new/")
        administrator.fill("[name=name]", name)
        administrator.fill("[name=email]", address)
        administrator.locator(f"[name=roles][value={role}]").check()
        with administrator.expect_navigation():
            administrator.locator("form.card button.primary, main form button.primary").last.click()
        page = self.window()
        page.goto(link_in(self.mail_to(address, "/invitation/"), "/invitation/"))
        for field in page.locator("input[type=password]").all():
            field.fill(PASSWORD)
        page.locator("form button.primary").last.click()
        page.wait_for_url("**/desk/**")
        return page

    def let_in(self, administrator: Page, name: str, address: str, role: str) -> Page:
        """The same of somebody more, without the pages, which whoever was invited has seen."""
        about = {"name": name, "email": address, "roles": role, "time_zone": "UTC", "language": "en"}
        send_form(administrator, "/desk/people/new/", about)
        page = self.window()
        link = link_in(self.mail_to(address, "/invitation/"), "/invitation/")
        send_form(page, link, {"password": PASSWORD})
        return page


J = TypeVar("J", bound=Journey)


@contextmanager
def travelling(
    installation: Installation, sink: MailSink, browser: Browser, kind: Callable[..., J] = Journey
) -> Iterator[J]:
    """A journey whose windows are closed at its end."""
    made = kind(installation, sink, browser)
    try:
        yield made
    finally:
        made.close_windows()


def look_away(page: Page) -> None:
    """To a page that follows nothing, while others act and nobody would see how this one follows."""
    page.goto("/api/v2/status.json")


def send_form(page: Page, path: str, said: Mapping[str, str]) -> None:
    """What a browser sends of that form for whoever this window belongs to; a page that comes of it is not looked at."""
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.request.get(path).text())
    assert found, path
    answer = page.request.post(path, form={"csrfmiddlewaretoken": found[1], **said}, max_redirects=0)
    assert answer.status in (302, 303), (path, answer.status)


def link_in(mail: CaughtMail, path: str) -> str:
    """The link that leads there."""
    found = re.search(rf"https?://\S+?({path}\S+)", mail.text)
    assert found, mail.text
    return found[1]


def ring_every_bell(installation: Installation) -> None:
    """Have every worker look at once, as after any act of the application."""
    with installation.database() as line:
        line.execute(
            """SELECT pg_notify('holdfast', '["wake-intake", "wake-maintenance", "wake-notices", "wake-promises"]')"""
        )
