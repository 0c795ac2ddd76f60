"""What travels beside a page: the server's time, toasts, and that a draft is stored."""

import json
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.contrib.messages.storage.base import BaseStorage, Message
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from holdfast.look.replies import confirm_draft, stamp_time, tell


class InHand(BaseStorage):
    """Messages kept in the hand for the length of a test."""

    def _get(self, *args: object, **kwargs: object) -> tuple[list[Message], bool]:
        return [], True

    def _store(
        self, messages: list[Message], response: HttpResponse, *args: object, **kwargs: object
    ) -> list[Message]:
        return []


@pytest.fixture
def plain() -> HttpRequest:
    request = RequestFactory().post("/")
    request._messages = InHand(request)  # type: ignore[attr-defined]
    return request


@pytest.fixture
def by_htmx() -> HttpRequest:
    request = RequestFactory().post("/")
    request.htmx = SimpleNamespace()  # type: ignore[attr-defined]
    return request


def test_the_servers_time_is_sent_to_the_millisecond() -> None:
    answer = stamp_time(HttpResponse(), now=datetime(2026, 6, 9, 11, 35, 1, 250_000, tzinfo=UTC))
    assert answer.headers["Server-Time"] == "2026-06-09T11:35:01.250+00:00"


def test_htmx_is_told_by_one_header_for_all_events(by_htmx: HttpRequest) -> None:
    answer = confirm_draft(
        by_htmx, tell(by_htmx, HttpResponse(), "Assigned to Ana", undo_url="/undo/"), "ticket-412"
    )
    assert json.loads(answer.headers["HX-Trigger"]) == {
        "toast": {"text": "Assigned to Ana", "undo": "/undo/"},
        "draft-stored": {"name": "ticket-412"},
    }


def test_a_plain_form_is_told_on_the_next_page(plain: HttpRequest) -> None:
    answer = confirm_draft(
        plain, tell(plain, HttpResponse(), "Assigned to Ana", undo_url="/undo/"), "ticket-412"
    )
    assert "HX-Trigger" not in answer.headers
    told = [(message.message, message.extra_tags) for message in plain._messages._queued_messages]  # type: ignore[attr-defined]
    assert told == [("Assigned to Ana", "/undo/"), ("ticket-412", "draft")]
