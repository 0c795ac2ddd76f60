"""A browser on somebody's site, as the chat's script asks from it."""

from __future__ import annotations

import json
from typing import Any

from django.test import Client


class Browser:
    """A visitor's browser on somebody's site: it has a token, and no cookie of ours."""

    def __init__(self, identity: str = "", **said: str) -> None:
        self.client = Client()
        self.begun = self.ask("begin", identity=identity, language="de", **said)
        self.token = self.begun["token"]

    def ask(self, what: str, *, status: int = 200, **said: Any) -> dict[str, Any]:
        answer = self.client.post(f"/chat/{what}/", json.dumps(said), content_type="text/plain")
        assert answer.status_code == status, answer.content
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert not answer.cookies
        return answer.json()  # type: ignore[no-any-return]

    def say(self, text: str, client_id: str, **more: Any) -> dict[str, Any]:
        return self.ask("say", token=self.token, text=text, id=client_id, **more)

    def fetch(self, conversation: int = 0, after: int = 0) -> dict[str, Any]:
        return self.ask("fetch", token=self.token, conversation=conversation, after=after)
