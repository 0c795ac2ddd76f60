"""An account at Twilio: asked with its name and token, and every answer read for what it means."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlencode

from holdfast.carriers.outcome import Outcome, Result
from holdfast.carriers.outgoing.asking import (
    Answer,
    AnswerLost,
    MayNotBeGiven,
    NotGiven,
    ask,
)
from holdfast.carriers.reading import outcome_of, outcome_of_trouble

OURS_TO_MEND: Final = frozenset({20003, 20005, 20006, 20404, 21212, 21606, 21603, 21210, 21661, 30002})
"""Errors about the account or the number that we send from: they say nothing about the reader."""
_RECORDING: Final = re.compile(r"RE[0-9a-f]{32}")
_SOUND_WITHIN: Final = 120.0
"""Seconds that a recording may take to come."""
_ANSWER_OF_A_GATEWAY: Final = frozenset({502, 504})


@dataclass(frozen=True)
class Account:
    sid: str
    token: str = field(repr=False)
    sends_from: str
    url: str = "https://api.twilio.com"
    allows_inside: bool = False

    def make(self, what: str, values: Mapping[str, str]) -> Outcome:
        """Have a message sent or a call made; at most once, so an answer that got lost is *unknown*."""
        try:
            answer = self._ask("POST", f"/{what}.json", urlencode(values).encode())
        except (NotGiven, AnswerLost) as trouble:
            return outcome_of_trouble(trouble)
        return _outcome(answer)

    def recording(self, name: str, *, most: int) -> Answer:
        """The sound of a recording, at most one byte more than `most` of it. Raises `NotGiven` or `AnswerLost`.

        Where it lies is made from its name, and never taken from what anybody tells (T52).
        """
        if not _RECORDING.fullmatch(name):
            raise MayNotBeGiven("It is no recording of Twilio's.")
        return self._ask("GET", f"/Recordings/{name}.mp3", most_read=most + 1, within=_SOUND_WITHIN)

    def remove_recording(self, name: str) -> Outcome:
        """Have it removed there; one that is not there any more is as good."""
        if not _RECORDING.fullmatch(name):
            return Outcome(Result.PERMANENT, "It is no recording of Twilio's.")
        try:
            answer = self._ask("DELETE", f"/Recordings/{name}.json")
        except (NotGiven, AnswerLost) as trouble:
            return outcome_of_trouble(trouble)
        if answer.is_good or answer.status == 404:
            return Outcome(Result.ACCEPTED, "Twilio has it no more.")
        return Outcome(Result.TEMPORARY, f"Twilio answered {answer.status}.")

    def probe(self) -> Outcome:
        try:
            answer = self._ask("GET", ".json")
        except (NotGiven, AnswerLost) as trouble:
            return Outcome(Result.TEMPORARY, str(trouble), wire_failed=True)
        if not answer.is_good:
            return Outcome(
                Result.TEMPORARY, f"Twilio does not take our account ({answer.status}).", wire_failed=True
            )
        state = str(_read(answer).get("status", "active"))
        if state != "active":
            return Outcome(Result.TEMPORARY, f"Our account at Twilio is {state}.", wire_failed=True)
        return Outcome(Result.ACCEPTED, "Twilio answers.")

    def _ask(self, method: str, path: str, body: bytes = b"", **limits: Any) -> Answer:
        proof = base64.b64encode(f"{self.sid}:{self.token}".encode()).decode()
        headers = {"Authorization": f"Basic {proof}", "Accept": "application/json"}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        where = f"{self.url.rstrip('/')}/2010-04-01/Accounts/{self.sid}{path}"
        return ask(
            method,
            where,
            body=body,
            headers=headers,
            allows_inside=self.allows_inside,
            **limits,
        )


def _outcome(answer: Answer) -> Outcome:
    said = _read(answer)
    if answer.is_good:
        return Outcome(Result.ACCEPTED, f"Twilio took it as {str(said.get('sid', '?'))[:40]}.")
    if answer.status in _ANSWER_OF_A_GATEWAY:
        return Outcome(Result.UNKNOWN, f"Twilio's answer got lost behind its gateway ({answer.status}).")
    code = said.get("code")
    if code in OURS_TO_MEND or answer.status in (401, 403, 404):
        return Outcome(
            Result.TEMPORARY,
            f"Twilio does not serve our account ({code or answer.status}).",
            wire_failed=True,
        )
    return outcome_of(answer, who="Twilio", why=f"error {code}" if isinstance(code, int) else "")


def _read(answer: Answer) -> dict[str, Any]:
    try:
        found = json.loads(answer.body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
