"""A real browser whose requests Django answers here, inside the test's own transaction: no server, no clean-up."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.db import connections
from django.test import Client
from playwright.sync_api import ConsoleMessage, Page, Route

from holdfast.look import assets

HOME = "http://localhost"
_PASSED_ON = ("hx-", "referer", "x-csrftoken")


class Visit:
    """One signed-in browser window; `troubles` are the errors that it wrote, of the content policy among them."""

    def __init__(self, page: Page, client: Client) -> None:
        self.page, self.client, self.connection = page, client, connections["default"]
        self.troubles: list[str] = []
        self.asked: list[str] = []
        self.files = {f"/static/{asset.name}": asset.content for asset in assets.everything()}
        page.route("**/*", self.answer)
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

    def answer(self, route: Route) -> None:
        connections["default"] = self.connection  # the driver calls this in a context of its own
        request, address = route.request, urlsplit(route.request.url)
        self.asked.append(request.url)
        if address.path in self.files:
            kind = "text/javascript" if address.path.endswith(".js") else "text/css"
            return route.fulfill(body=self.files[address.path], content_type=kind)
        if address.path == "/events":
            return route.fulfill(status=204)
        if f"{address.scheme}://{address.netloc}" != HOME:
            return route.abort()
        headers = {name: value for name, value in request.headers.items() if name.startswith(_PASSED_ON)}
        answer = self.client.generic(
            request.method,
            address.path + (f"?{address.query}" if address.query else ""),
            request.post_data_buffer or b"",
            content_type=request.headers.get("content-type", ""),
            headers=headers,
        )
        if answer.status_code in (301, 302):
            # a browser does not follow a redirect that is given to it this way
            script = f'<meta http-equiv="refresh" content="0;url={answer.headers["Location"]}">'
            return route.fulfill(status=200, content_type="text/html", body=script)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[arg-type]
        return route.fulfill(status=answer.status_code, headers=dict(answer.headers.items()), body=body)

    def _note(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.troubles.append(message.text)
