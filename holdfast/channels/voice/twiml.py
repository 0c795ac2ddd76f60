"""What the provider is to do next, in the verbs of TwiML; built as a tree, so that no word of anybody's is markup."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, tostring

from holdfast.carriers.twilio.voices import voice_of

RINGS_FOR = 20
"""Seconds for which one telephone rings."""
_LONGEST_MESSAGE = 300
_LONGEST_CALL = 4 * 3600


class Answer:
    """One answer, spoken in one language; each method adds a verb."""

    def __init__(self, language: str = "en") -> None:
        self._voice = voice_of(language)
        self._root = Element("Response")

    def say(self, words: str) -> Answer:
        self._say(self._root, words)
        return self

    def ask_for_key(self, action: str, words: str, *, within: int = 6) -> Answer:
        """Say the words and take one key meanwhile; who presses none hears what stands behind."""
        gather = SubElement(
            self._root, "Gather", numDigits="1", timeout=str(within), method="POST", action=action
        )
        self._say(gather, words)
        return self

    def wait_in(self, queue: str, *, waiting: str, action: str) -> Answer:
        enqueue = SubElement(
            self._root, "Enqueue", waitUrl=waiting, waitUrlMethod="POST", action=action, method="POST"
        )
        enqueue.text = queue
        return self

    def leave(self) -> Answer:
        """Leave the queue, for what its action says."""
        SubElement(self._root, "Leave")
        return self

    def record(self, action: str, *, told_at: str) -> Answer:
        SubElement(
            self._root,
            "Record",
            action=action,
            method="POST",
            maxLength=str(_LONGEST_MESSAGE),
            timeout="8",
            finishOnKey="#",
            playBeep="true",
            recordingStatusCallback=told_at,
            recordingStatusCallbackEvent="completed absent",
        )
        return self

    def ring(self, number: str, *, ours: str, action: str, first: str = "", recorded_at: str = "") -> Answer:
        """Ring a telephone and join both; `first` is the page whose words whoever answers hears alone before."""
        more = {"record": "record-from-answer-dual", "recordingStatusCallback": recorded_at}
        said = {"timeout": str(RINGS_FOR), "timeLimit": str(_LONGEST_CALL), "callerId": ours}
        said |= {"action": action, "method": "POST"} | (more if recorded_at else {})
        dial = SubElement(self._root, "Dial", said)
        rung = SubElement(dial, "Number", {"url": first, "method": "POST"} if first else {})
        rung.text = number
        return self

    def pause(self, seconds: int) -> Answer:
        SubElement(self._root, "Pause", length=str(seconds))
        return self

    def go_to(self, address: str) -> Answer:
        redirect = SubElement(self._root, "Redirect", method="POST")
        redirect.text = address
        return self

    def hang_up(self) -> Answer:
        SubElement(self._root, "Hangup")
        return self

    def __str__(self) -> str:
        return tostring(self._root, encoding="unicode")

    def _say(self, where: Element, words: str) -> None:
        said = SubElement(where, "Say", language=self._voice)
        said.text = words
