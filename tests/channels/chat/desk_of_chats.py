"""One of ours at the page of chats, over the network: answers that are sent until they are taken, logs that are followed."""

from __future__ import annotations

import http.client
import random
import re
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from tests.channels.chat.streamed import streamed

_LINE = re.compile(r'data-message="(\d+)".*?<p class="chat-words" dir="auto">([^<]*)</p>', re.DOTALL)
_PROOF = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass
class Desk:
    """A browser in which somebody is signed in; `shown` is by chat what stands in its log, by message."""

    port: int
    session: str
    patience: float
    shown: defaultdict[int, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))
    doubled: list[int] = field(default_factory=list)
    reconnects: int = 0
    is_over: threading.Event = field(default_factory=threading.Event)

    def answer_all(self, chats: list[int], words: int, dice: random.Random) -> None:
        """So many answers in each chat; each is sent until it is taken, and some by a press too many."""
        threading.Thread(target=self.listen, args=(chats,), daemon=True).start()
        page, cookies = self._until_answered("GET", "/desk/chats/")
        self.session = f"{self.session}; {cookies}"
        proof = _PROOF.search(page)
        assert proof, page[:500]
        for nth in range(words):
            for chat in chats:
                said = {
                    "text": f"answer {nth}",
                    "id": f"answer-{nth:06}",
                    "mode": "reply",
                    "csrfmiddlewaretoken": proof[1],
                }
                for _ in range(2 if dice.random() < 0.1 else 1):
                    self._until_answered("POST", f"/desk/chats/{chat}/answer/", urlencode(said))

    def _until_answered(self, method: str, path: str, body: str | None = None) -> tuple[str, str]:
        """What came back, however often the server dies over it, and its cookies."""
        until = time.monotonic() + self.patience
        headers = {"Cookie": self.session, "HX-Request": "true"}
        headers |= {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        while time.monotonic() < until:
            line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
            try:
                line.request(method, path, body, headers)
                reply = line.getresponse()
                text = reply.read().decode()
                if reply.status < 300:
                    given = (each.partition(";")[0] for each in reply.headers.get_all("Set-Cookie") or ())
                    return text, "; ".join(given)
                assert reply.status >= 500, (reply.status, text[:500])
            except (OSError, http.client.HTTPException):
                time.sleep(0.02)
            finally:
                line.close()
        raise AssertionError("the server did not come back")

    def listen(self, chats: list[int]) -> None:
        """Follow these logs, each from the message up to which it stands."""
        while not self.is_over.is_set():
            try:
                for told in self._news(chats):
                    assert told["after"] is not None, "no log stands a hundred lines behind"
                    self._show(told["chat"], told["lines"])
            except (OSError, http.client.HTTPException, ValueError):
                self.reconnects += 1
                time.sleep(0.02)

    def _news(self, chats: list[int]) -> Iterator[dict[str, Any]]:
        topics = ",".join(f"chat-{chat}" for chat in chats)
        at = ",".join(str(max(self.shown[chat], default=0)) for chat in chats)
        path = f"/desk/chats/stream?topics={topics}&at={at}"
        return streamed(self.port, "GET", path, headers={"Cookie": self.session}, until=self.is_over)

    def _show(self, chat: int, lines: str) -> None:
        for message, words in _LINE.findall(lines):
            if int(message) in self.shown[chat]:
                self.doubled.append(int(message))
            self.shown[chat][int(message)] = words
