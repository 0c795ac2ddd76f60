"""Somebody at a browser, as small as it gets: one connection that is kept, cookies, and the proof in forms."""

from __future__ import annotations

import http.client
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

_PROOF = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass(frozen=True)
class Answer:
    """What came back, and after how many seconds the last of it was there."""

    status: int
    text: str
    seconds: float


class Browser:
    """Talks to one web process; when it is handed to another process it opens a connection of its own there."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}
        self.proof = ""
        self._connect()

    def _connect(self) -> None:
        self.line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in self.__dict__.items() if name != "line"}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self._connect()

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        return self._ask("GET", path, None, headers or {})

    def post(self, path: str, said: Mapping[str, str], headers: Mapping[str, str] | None = None) -> Answer:
        """Send a form with the proof that a page gave out."""
        self.cookies.pop(
            "messages", None
        )  # the page that would follow shows what the last form told, and takes it
        body = urlencode({**said, "csrfmiddlewaretoken": self.proof})
        return self._ask(
            "POST", path, body, {"Content-Type": "application/x-www-form-urlencoded", **(headers or {})}
        )

    def open_form(self, path: str) -> Answer:
        """Look at a page with a form, and keep its proof for what is sent later."""
        page = self.get(path)
        found = _PROOF.search(page.text)
        assert found, (page.status, page.text[:500])
        self.proof = found[1]
        self.line.close()  # the other end closes one that is idle for long; the next request opens it again
        return page

    def sign_in(self, email: str, password: str) -> None:
        """At the page where everybody signs in."""
        self.open_form("/account/login/")
        answer = self.post("/account/login/", {"login": email, "password": password})
        assert answer.status == 302, (answer.status, answer.text[:2000])
        self.line.close()

    def _ask(self, method: str, path: str, body: str | None, headers: Mapping[str, str]) -> Answer:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        began = time.perf_counter()
        self.line.request(method, path, body, {**headers, "Cookie": cookies})
        response = self.line.getresponse()
        whole = response.read()
        seconds = time.perf_counter() - began
        for cookie in response.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return Answer(response.status, whole.decode(), seconds)
