"""A real browser whose pages Django makes here, inside the test's own transaction."""

from __future__ import annotations

from django.db import connections
from django.test import Client
from playwright.sync_api import ConsoleMessage, Page, Request

from tests.near import HOME, Asked, Given, near

_PASSED_ON = ("hx-", "referer", "x-csrftoken")


class Visit:
    """One signed-in browser window; `troubles` are the errors that it wrote, of the content policy among them."""

    def __init__(self, page: Page, client: Client) -> None:
        self.page, self.client, self.connection = page, client, connections["default"]
        self.troubles: list[str] = []
        self.asked: list[str] = []
        near().answer(page, self.answer)
        page.on("requestfailed", self._note_foreign)
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.troubles.append(str(error)))

    def open(self, path: str) -> Page:
        self.page.goto(HOME + path)
        self.page.wait_for_function("window.htmx !== undefined")
        return self.page

    def hint(self, *topics: str) -> None:
        """Tell the page that these changed, as the stream would."""
        self.page.evaluate(
            "topics => document.dispatchEvent(new CustomEvent('hint', { detail: { topics } }))", list(topics)
        )

    def answer(self, asked: Asked) -> Given:
        connections["default"] = self.connection  # the browser's driver runs this in a context of its own
        self.asked.append(HOME + asked.address)
        if asked.path in ("/events", "/desk/chats/stream"):
            return Given(204)
        try:
            answer = self.client.generic(
                asked.method,
                asked.address,
                asked.body,
                content_type=asked.headers.get("Content-Type", ""),
                headers={
                    name: told for name, told in asked.headers.items() if name.lower().startswith(_PASSED_ON)
                },
            )
        except Exception as error:
            self.troubles.append(repr(error))
            raise
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[arg-type]
        return Given(answer.status_code, body, answer.headers)

    def _note(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.troubles.append(message.text)

    def _note_foreign(self, request: Request) -> None:
        if not request.url.startswith(HOME):
            self.asked.append(request.url)
