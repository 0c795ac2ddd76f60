"""Somebody who opens a stream of hints and reads what comes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from holdfast.project.events import Events
from holdfast.project.hub import Hub


class Browser:
    """One open page, from the request for its stream to the end of it."""

    def __init__(
        self,
        hub: Hub,
        topics: str = "queue",
        headers: list[tuple[bytes, bytes]] | None = None,
        application: Events | None = None,
    ) -> None:
        self.sent: list[dict[str, Any]] = []
        self.left = asyncio.Event()
        self.begun = asyncio.Event()
        self._came = asyncio.Condition()
        scope = {
            "type": "http",
            "method": "GET",
            "path": "/events",
            "query_string": f"topics={topics}".encode(),
            "headers": headers or [],
        }
        self.stream = asyncio.ensure_future((application or Events(hub))(scope, self._receive, self._send))

    async def _receive(self) -> dict[str, Any]:
        await self.left.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: dict[str, Any]) -> None:
        self.sent.append(message)
        self.begun.set()
        async with self._came:
            self._came.notify_all()

    async def hears(self, topic: str) -> None:
        """Return once a hint of that name has come."""
        async with self._came:
            await self._came.wait_for(lambda: f"data: {topic}\n" in self.text)

    async def has(self, claim: Callable[[str], bool]) -> str:
        """What came, once the claim holds of it."""
        async with asyncio.timeout(5), self._came:
            await self._came.wait_for(lambda: claim(self.text))
        return self.text

    @property
    def status(self) -> int:
        return int(self.sent[0]["status"])

    @property
    def text(self) -> str:
        return b"".join(message.get("body", b"") for message in self.sent).decode()
