"""Slack: a page of a channel that takes posts (an incoming webhook), or a channel by its id with the bot's token."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Final

from holdfast.carriers.outcome import Outcome, Result
from holdfast.carriers.outgoing.asking import Answer, AnswerLost, NotGiven, ask
from holdfast.carriers.post import Post
from holdfast.carriers.reading import outcome_of, outcome_of_trouble

URL: Final = "https://slack.com/api"
_LONGEST: Final = 2900  # characters of one section; Slack takes 3,000
_ABOUT_US: Final = frozenset(
    {
        "account_inactive",
        "invalid_auth",
        "missing_scope",
        "not_authed",
        "org_login_required",
        "token_expired",
        "token_revoked",
    }
)
_NOT_NOW: Final = frozenset(
    {"fatal_error", "internal_error", "ratelimited", "rate_limited", "request_timeout", "service_unavailable"}
)


@dataclass(frozen=True)
class Slack:
    token: str = field(default="", repr=False)
    url: str = URL
    allows_inside: bool = False

    def send(self, post: Post) -> Outcome:
        if post.to.startswith(("https://", "http://")):
            return self._give(post.to, as_blocks(post), {})
        if not self.token:
            return Outcome(
                Result.PERMANENT, "A Slack channel by its id needs the bot's token (HOLDFAST_SLACK_TOKEN)."
            )
        proof = {"Authorization": f"Bearer {self.token}"}
        return self._give(f"{self.url}/chat.postMessage", as_blocks(post) | {"channel": post.to}, proof)

    def probe(self) -> Outcome:
        if not self.token:
            return Outcome(Result.ACCEPTED, "Slack is posted to by the pages of its channels.")
        try:
            answer = self._ask(f"{self.url}/auth.test", {}, {"Authorization": f"Bearer {self.token}"})
        except (NotGiven, AnswerLost) as trouble:
            return Outcome(Result.TEMPORARY, str(trouble), wire_failed=True)
        outcome = _outcome(answer)
        if outcome.result is Result.ACCEPTED:
            return Outcome(Result.ACCEPTED, "Slack takes our token.")
        return Outcome(Result.TEMPORARY, outcome.reason, wire_failed=True)

    def _give(self, address: str, said: dict[str, Any], proof: dict[str, str]) -> Outcome:
        try:
            return _outcome(self._ask(address, said, proof))
        except (NotGiven, AnswerLost) as trouble:
            return outcome_of_trouble(trouble)

    def _ask(self, address: str, said: dict[str, Any], proof: dict[str, str]) -> Answer:
        headers = {"Content-Type": "application/json; charset=utf-8", **proof}
        body = json.dumps(said).encode()
        return ask("POST", address, body=body, headers=headers, allows_inside=self.allows_inside)


def as_blocks(post: Post) -> dict[str, Any]:
    """The words as plain text, in which nothing that was typed can mention a whole channel or hide a link."""
    blocks: list[dict[str, Any]] = [
        {"type": "header", "text": {"type": "plain_text", "text": post.subject[:150] or "…", "emoji": False}},
        {
            "type": "section",
            "text": {"type": "plain_text", "text": post.text[:_LONGEST] or "…", "emoji": False},
        },
    ]
    if post.link:
        blocks.append({"type": "section", "text": {"type": "mrkdwn", "text": f"<{_escaped(post.link)}>"}})
    return {"text": _escaped(f"{post.subject}\n{post.short}"), "blocks": blocks, "unfurl_links": False}


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _outcome(answer: Answer) -> Outcome:
    """The interface says what is wrong in an answer of 200; an incoming webhook by its status and a bare word."""
    try:
        said = json.loads(answer.body)
    except ValueError:
        said = None
    if not answer.is_good or not isinstance(said, dict) or said.get("ok", True) is True:
        return outcome_of(answer, who="Slack")
    error = str(said.get("error", "an error"))[:60]
    if error in _ABOUT_US:
        return Outcome(Result.TEMPORARY, f"Slack does not take our token ({error}).", wire_failed=True)
    result = Result.TEMPORARY if error in _NOT_NOW else Result.PERMANENT
    return Outcome(result, f"Slack answers: {error}.", again_after=answer.again_after)
