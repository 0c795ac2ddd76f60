"""What the chat's script asks for: begin, say, fetch, and how far it has come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from django.http import HttpRequest
from django.utils.translation import gettext_noop

from holdfast.catalogue.queries import product_named
from holdfast.channels.chat import presence
from holdfast.channels.chat.actions.beginning import begin_visit
from holdfast.channels.chat.actions.ending import end_by_visitor
from holdfast.channels.chat.actions.mailing import mail_transcript
from holdfast.channels.chat.actions.naming import give_address
from holdfast.channels.chat.actions.rating import rate
from holdfast.channels.chat.actions.saying import has_talk, say
from holdfast.channels.chat.actions.seeing import note_seen, visitor_types
from holdfast.channels.chat.actions.words import Word
from holdfast.channels.chat.identity import visitor_token
from holdfast.channels.chat.models import Visitor
from holdfast.channels.chat.pacing import paced
from holdfast.channels.chat.sources import require_source
from holdfast.kernel import clock
from holdfast.kernel.refusal import Refused
from holdfast.knowledge.access import ANYBODY, reader_of
from holdfast.knowledge.actions.counting import article_at, note_read_before
from holdfast.people.mailbox import mailbox_of
from holdfast.portal import uploads
from holdfast.portal.chat.calls import Said, for_anyone, for_visitor, number_in, text_in
from holdfast.portal.chat.placing import placed_at, word_in
from holdfast.portal.chat.recognising import caller_of
from holdfast.portal.chat.telling import told_to
from holdfast.portal.turnstile import Gate, Limit, pass_gates, source_of
from holdfast.tickets.actions.messages import Attached
from holdfast.vendor.models import the_vendor

PER_SOURCE: Final = (Limit(60, timedelta(minutes=10)), Limit(1000, timedelta(days=1)))
"""Visitors that begin; many may sit behind one address of an office."""
OPENED_PER_SOURCE: Final = (Limit(20, timedelta(minutes=10)), Limit(200, timedelta(days=1)))
"""Tickets that strangers open by their first word."""
FILES_PER_SOURCE: Final = (Limit(30, timedelta(minutes=10)), Limit(150, timedelta(days=1)))
RATINGS_PER_VISITOR: Final = (Limit(10, timedelta(hours=1)),)
ADDRESSES_PER_SOURCE: Final = (Limit(10, timedelta(minutes=10)), Limit(60, timedelta(days=1)))
FILES_PER_VISITOR: Final = (Limit(10, timedelta(minutes=10)), Limit(40, timedelta(days=1)))
PER_ADDRESS: Final = (Limit(5, timedelta(hours=1)), Limit(15, timedelta(days=1)))


@for_anyone
def begin(request: HttpRequest, said: Said) -> dict[str, Any]:
    """A token for a new visitor, or for the one that a recognised person is everywhere."""
    if the_vendor().set_up_at is None:
        raise Refused(gettext_noop("Nobody answers here yet."), code="not_set_up")
    at = clock.now()
    _pass([Gate("chat-begin", source_of(request), PER_SOURCE)])
    caller = caller_of(said, at=at)
    language = text_in(said, "language", limit=12)
    visitor = begin_visit(
        person=caller.person,
        name=caller.name,
        language=language,
        product=caller.product,
        source=source_of(request),
    )
    console = caller.console if visitor.is_recognised else None
    return {
        "token": visitor_token(visitor, console=console, at=at),
        "recognised": visitor.is_recognised,
        **told_to(visitor),
    }


@for_visitor
def word(request: HttpRequest, visitor: Visitor, said: Said) -> dict[str, Any]:
    """Say something; said again under the same id, the same number comes back."""
    return _said(request, visitor, said)


@for_visitor
def fetch(request: HttpRequest, visitor: Visitor, said: Said) -> dict[str, Any]:
    """What the conversation says behind a number: for whom no stream reaches."""
    return told_to(visitor, conversation=number_in(said, "conversation"), after=number_in(said, "after"))


@for_visitor
def progress(request: HttpRequest, visitor: Visitor, said: Said) -> dict[str, Any]:
    """Up to which number the browser has, and has shown, the conversation."""
    got, read = number_in(said, "got"), number_in(said, "read")
    note_seen(visitor, conversation=number_in(said, "conversation"), got=got, read=read)
    return {}


@for_visitor
def typing(request: HttpRequest, visitor: Visitor, said: Said) -> dict[str, Any]:
    """The visitor is typing."""
    paced(("visitor", visitor.pk), lambda: visitor_types(visitor))
    return {}


@for_visitor
def address(request: HttpRequest, visitor: Visitor, said: Said) -> dict[str, Any]:
    """Where the answer goes when the visitor has left."""
    given = text_in(said, "address", limit=254)
    _pass(
        [
            Gate("chat-address", mailbox_of(given), PER_ADDRESS),
            Gate("chat-addresses", source_of(request), ADDRESSES_PER_SOURCE),
        ]
    )
    give_address(visitor, name=text_in(said, "name", limit=200), address=given)
    return {"address": given}


@for_visitor
def transcript(request: HttpRequest, visitor: Visitor, said: Said) -> dict[str, Any]:
    """The talk by mail."""
    mail_transcript(visitor, conversation=number_in(said, "conversation"))
    return {}


@for_visitor
def rating(request: HttpRequest, visitor: Visitor, said: Said) -> dict[str, Any]:
    """How it was."""
    _pass([Gate("chat-rating", str(visitor.pk), RATINGS_PER_VISITOR)])
    words = text_in(said, "text", limit=2000)
    rate(visitor, conversation=number_in(said, "conversation"), rating=number_in(said, "rating"), words=words)
    return {}


@for_visitor
def end(request: HttpRequest, visitor: Visitor, said: Said) -> dict[str, Any]:
    """The visitor has done; the ticket goes on."""
    end_by_visitor(visitor, conversation=number_in(said, "conversation"))
    return {}


@for_visitor
def file(request: HttpRequest, visitor: Visitor, said: Said) -> dict[str, Any]:
    """A file, or a picture that was pasted: a word of its own, within a stranger's limits."""
    allowed = uploads.SIGNED_IN if visitor.is_recognised else uploads.STRANGERS
    given = request.FILES.getlist("file")
    if not given:  # the page that held it is gone, or a proxy took offence at its size
        raise Refused(
            gettext_noop("The file was not sent. Attach it again: one at a time, %(megabytes)s MB at most."),
            code="file",
            field="file",
            values={"megabytes": allowed.megabytes},
        )
    if len(given) != 1 or (given[0].size or 0) > allowed.megabytes * 1024 * 1024:
        raise Refused(
            gettext_noop("One file at a time, %(megabytes)s MB at most."),
            code="file",
            field="file",
            values={"megabytes": allowed.megabytes},
        )
    gates = [Gate("chat-file", str(visitor.pk), FILES_PER_VISITOR)]
    if not visitor.is_recognised:
        gates.append(Gate("chat-files", source_of(request), FILES_PER_SOURCE))
    _pass(gates)
    return _said(request, visitor, said, attached=uploads.keep(given, at=clock.now()))


def _said(
    request: HttpRequest, visitor: Visitor, said: Said, *, attached: Sequence[Attached] = ()
) -> dict[str, Any]:
    """Say it, where a stranger's first word is no ticket too many from one source."""
    at = clock.now()
    if not visitor.is_recognised and not has_talk(visitor):
        require_source(source_of(request), at=at)
        _pass([Gate("chat-open", source_of(request), OPENED_PER_SOURCE)])
    spoken = word_in(
        said,
        product=product_named(text_in(said, "product", limit=120)),
        is_there=presence.is_somebody_there(at=at),
        attached=attached,
    )
    placed = say(visitor, spoken)
    if placed.number == 1:  # it opened the ticket, now or when it came before
        _note_what_was_read(visitor, said, spoken, ticket=placed.conversation.ticket_id)
    return placed_at(placed)


def _note_what_was_read(visitor: Visitor, said: Said, spoken: Word, *, ticket: int) -> None:
    """The article that the panel showed and they looked at, else the one on whose page they write."""
    reader = reader_of(visitor.person) if visitor.is_recognised else ANYBODY
    note_read_before(number_in(said, "article") or article_at(spoken.page), reader=reader, ticket=ticket)


def _pass(gates: list[Gate]) -> None:
    if pass_gates(gates, at=clock.now()) is not None:
        raise Refused(
            gettext_noop("Many came from here lately. Try again in some minutes."), code="too_often"
        )
