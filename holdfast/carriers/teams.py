"""Microsoft Teams: a workflow's address, which takes an Adaptive Card and posts it into a channel or chat."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final

from holdfast.carriers.outcome import Outcome, Result
from holdfast.carriers.outgoing.asking import AnswerLost, NotGiven, ask
from holdfast.carriers.post import Post
from holdfast.carriers.reading import outcome_of, outcome_of_trouble

_LONGEST: Final = 8000  # characters; Teams takes a card of 28 KB


@dataclass(frozen=True)
class Teams:
    allows_inside: bool = False

    def send(self, post: Post) -> Outcome:
        body = json.dumps(as_card(post)).encode()
        headers = {"Content-Type": "application/json"}
        try:
            answer = ask("POST", post.to, body=body, headers=headers, allows_inside=self.allows_inside)
        except (NotGiven, AnswerLost) as trouble:
            return outcome_of_trouble(trouble)
        return outcome_of(answer, who="Teams")

    def probe(self) -> Outcome:
        return Outcome(Result.ACCEPTED, "Teams is posted to by the addresses of its workflows.")


def as_card(post: Post) -> dict[str, Any]:
    """The words as text runs, in which nothing that was typed becomes a link or a mention."""
    card: dict[str, Any] = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "lang": post.language,
        "body": [_run(post.subject, weight="Bolder", size="Medium"), *map(_run, _paragraphs(post.text))],
    }
    if post.link:
        card["actions"] = [{"type": "Action.OpenUrl", "title": "Open", "url": post.link}]
    attachment = {
        "contentType": "application/vnd.microsoft.card.adaptive",
        "contentUrl": None,
        "content": card,
    }
    return {"type": "message", "attachments": [attachment]}


def _paragraphs(text: str) -> list[str]:
    return [each.strip() for each in text[:_LONGEST].split("\n\n") if each.strip()]


def _run(text: str, **look: str) -> dict[str, Any]:
    return {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": text, **look}]}
