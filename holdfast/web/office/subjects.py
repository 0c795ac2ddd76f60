"""What a letter, or an entry of the trail, is about: in words, and its page."""

from __future__ import annotations

from typing import Final

from django.urls import reverse

from holdfast.web.frame import ticket_url

_PAGES: Final = {
    "client": "client",
    "component": "component",
    "interruption": "interruption",
    "mailing": "news-one",
    "maintenance": "maintenance",
    "organisation": "client",
    "page": "duty-page",
    "person": "person",
    "policy": "policy-of",
    "product": "product",
    "service": "service",
    "team": "team",
}
_WORDS: Final = {"mailing": "news", "organisation": "client", "page": "duty page"}
"""Where the desk says it otherwise than the code."""


def url_of_subject(about: str) -> str:
    """The page of `client-7`; nothing where there is none."""
    subject, _, key = about.partition("-")
    if not key.isdigit():
        return ""
    if subject == "ticket":
        return ticket_url(int(key))
    return reverse(f"desk:{_PAGES[subject]}", args=[int(key)]) if subject in _PAGES else ""


def subject_in_words(about: str) -> str:
    """`#412` of a ticket, else `Client 7`."""
    subject, _, key = about.partition("-")
    if subject == "ticket":
        return f"#{key}"
    return f"{_WORDS.get(subject, subject)} {key}".strip().capitalize()
