"""The door in front of every page: a view says who may enter, and one that says nothing is shut (T41)."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, urlsplit, urlunsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse

from holdfast.kernel.actor import SYSTEM
from holdfast.people.acts import Act, may, what_it_takes
from holdfast.people.models import Person
from holdfast.people.own_paths import own_path

View = Callable[..., HttpResponse]

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Rule:
    """Who may pass: `anyone`, or a claim about the signed-in person; `act` names the row of the table of acts."""

    name: str
    admits: Callable[[Person | None], bool]
    act: Act | None = None


ANYONE: Final = Rule("anyone", lambda person: True)
SIGNED_IN: Final = Rule("signed in", lambda person: person is not None)
STAFF: Final = Rule("people of the vendor", lambda person: person is not None and person.is_vendor)
CLIENT: Final = Rule("clients", lambda person: person is not None and not person.is_vendor)


def holder_of(act: Act) -> Rule:
    """Whoever holds a role that may do this act."""
    return Rule(act.value, lambda person: person is not None and may(person, act), act)


def allow(rule: Rule | Act) -> Callable[[View], View]:
    """Say on a view who may enter it; on POST the action asks again for what is done there."""
    said = rule if isinstance(rule, Rule) else holder_of(rule)

    def mark(view: View) -> View:
        view.door = said  # type: ignore[attr-defined]
        return view

    return mark


def rule_of(view: Any) -> Rule | None:
    """What a view says of who may enter; None of one that says nothing, wherever it comes from."""
    rule: Rule | None = getattr(view, "door", None)
    return rule


_VERBS: Final = ("GET", "HEAD", "POST")
"""What any page of ours answers to; a rule says who may do these, and of others no view has thought."""


class Door:
    """Middleware: names the person and the actor of a request, and shuts every page whose rule does not admit them.

    What somebody tried and was refused is logged, whether the rule or the act behind it refused (T43): who, and the
    pattern of the address, for an address itself may hold a token.

    What is made for somebody, or only for those who sign in, is kept in no cache: neither on the way nor in a browser
    that others use after them. Public pages and static files keep what they say of it themselves.
    """

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.answer(request)
        if (
            answer.status_code == 405 and request.method == "GET"
        ):  # somebody came back to where a form was sent
            answer.content = render_to_string("405.html").encode()
        if getattr(request, "is_personal", False):
            answer.headers["Cache-Control"] = "private, no-store"
        person = getattr(request, "person", None)
        if answer.status_code == 403 and person is not None and request.resolver_match is not None:
            route = request.resolver_match.route
            _log.warning("Person %d was refused: %s %s", person.pk, request.method, route)
        return answer

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        rule = rule_of(view)
        if rule is None:
            raise PermissionDenied(f"No rule says who may see {request.path}.")
        if request.method not in _VERBS:
            return HttpResponseNotAllowed(_VERBS)
        person = request.user if request.user.is_authenticated else None
        request.is_personal = person is not None or rule is not ANYONE  # type: ignore[attr-defined]
        request.person = person  # type: ignore[attr-defined]
        request.actor = person.actor if person else SYSTEM  # type: ignore[attr-defined]
        if rule.admits(person):
            return None
        if person is None:
            return _to_sign_in(request)
        raise PermissionDenied(what_it_takes(rule.act) if rule.act else f"This page is for {rule.name}.")


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in, and back to the page; of a part of a page, or a form, that is the page it stands on."""
    login = reverse(settings.LOGIN_URL)
    htmx: Any = getattr(request, "htmx", False)
    if htmx:
        page = _page_of_ours(request, htmx.current_url or "")
    elif request.method == "POST":
        page = _page_of_ours(request, request.headers.get("Referer", ""))
    else:
        page = request.get_full_path()
    target = f"{login}?next={quote(page)}" if page else login
    return HttpResponse(status=401, headers={"HX-Redirect": target}) if htmx else HttpResponseRedirect(target)


def _page_of_ours(request: HttpRequest, said: str) -> str:
    """The page that a browser says it shows, if it is one of ours (T55)."""
    try:
        shown = urlsplit(said)
    except ValueError:
        return ""
    if shown.netloc != request.get_host():
        return ""
    return own_path(urlunsplit(shown._replace(scheme="", netloc="", fragment="")))


__all__ = ["ANYONE", "CLIENT", "SIGNED_IN", "STAFF", "Door", "Rule", "allow", "holder_of", "rule_of"]
