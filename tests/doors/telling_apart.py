"""By what an address can tell two persons apart: by what it looked at while it answered one of them.

Whom no row of the database names differs from others of whom none does in nothing but the roles. Two of those get the
same answer where whatever is asked of the roles of one is answered alike for the other, and everybody does where nobody
looks who asks. What the frame around the desk's pages asks is left out: it is the same around each, and only shows.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse

from holdfast.people.acts import MAY
from holdfast.people.door import Door
from holdfast.people.models import Person
from holdfast.web import frame
from holdfast.web.office import places

Answer = Callable[[HttpRequest], HttpResponse]
_WHO = frozenset({"person", "user", "auser", "actor", "session"})
"""By what a view learns who asks."""


@dataclass
class Looked:
    """What was looked at while one was answered."""

    at_who: bool = False
    at_all_roles: bool = False
    for_any_of: set[frozenset[str]] = field(default_factory=set)
    """The roles, one set for each question, of which holding one was enough for a yes."""

    def is_alike(self, one: Person | None, other: Person | None, named: set[int]) -> bool:
        """Whether both get the same answer, where rows name these."""
        if not self.at_who:
            return True
        if one is None or other is None or named & {one.pk, other.pk}:
            return False
        if self.at_all_roles or one.is_vendor != other.is_vendor:
            return False
        return all(
            any_of.isdisjoint(vars(one)["roles"]) == any_of.isdisjoint(vars(other)["roles"])
            for any_of in self.for_any_of
        )


class Looking:
    """Notes what each answer looked at, from the door to the answer."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self._now: Looked | None = None
        self.last: Looked | None = None
        """At what the last answer looked; None where the door refused."""
        self._asker: int | None = None
        patch.setattr(Door, "process_view", self._from(Door.process_view))
        patch.setattr(Door, "__init__", self._until(Door.__init__))
        for module, name in ((frame, "desk_frame"), (places, "_places")):
            patch.setattr(module, name, self._aside(getattr(module, name)))
        patch.setattr(Person, "roles", property(self._roles, _set_roles))
        for act, roles in MAY.items():
            patch.setitem(MAY, act, _AnyOf(roles))

    def note(self, any_of: frozenset[str] | None = None) -> None:
        """That it was asked whether one of these roles is held; or, without any, which are."""
        if self._now is None:
            return
        if any_of is None:
            self._now.at_all_roles = True
        else:
            self._now.for_any_of.add(any_of)

    def note_who(self) -> None:
        if self._now is not None:
            self._now.at_who = True

    def _from(self, process_view: Callable[..., HttpResponse | None]) -> Callable[..., HttpResponse | None]:
        @functools.wraps(process_view)
        def process(door: Door, request: HttpRequest, *more: Any) -> HttpResponse | None:
            self.last = None
            refused = process_view(door, request, *more)
            if refused is None and isinstance(request, WSGIRequest):
                self._asker = request.user.pk
                request.__class__ = _Watched
                vars(request)["looking"] = self
                self.last = self._now = Looked()
            return refused

        return process

    def _until(self, init: Callable[[Door, Answer], None]) -> Callable[[Door, Answer], None]:
        def begin(door: Door, answer: Answer) -> None:
            def answer_to(request: HttpRequest) -> HttpResponse:
                try:
                    return answer(request)
                finally:
                    self._now = None

            init(door, answer_to)

        return begin

    def _aside(self, shown: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(shown)
        def show(*told: Any, **more: Any) -> Any:
            kept, self._now = self._now, None
            try:
                return shown(*told, **more)
            finally:
                self._now = kept

        return show

    def _roles(self, person: Person) -> list[str]:
        roles: list[str] = vars(person)["roles"]
        return _Roles(roles, self) if self._now is not None and person.pk == self._asker else roles


def _set_roles(person: Person, roles: list[str]) -> None:
    vars(person)["roles"] = list(roles)


class _Watched(WSGIRequest):
    """A request that notes that somebody looked who asks."""

    def __getattribute__(self, name: str) -> Any:
        if name in _WHO:
            super().__getattribute__("looking").note_who()
        return super().__getattribute__(name)


class _AnyOf(frozenset[str]):
    """The roles that may do an act, which note that the asker's were compared with them."""

    def isdisjoint(self, roles: Any) -> bool:
        if isinstance(roles, _Roles):
            roles.looking.note(frozenset(self))
        return super().isdisjoint(list.__iter__(roles))


class _Roles(list[str]):
    """The asker's roles, which note what is asked of them."""

    def __init__(self, roles: list[str], looking: Looking) -> None:
        super().__init__(roles)
        self.looking = looking

    def __contains__(self, role: object) -> bool:
        self.looking.note(frozenset({str(role)}))
        return super().__contains__(role)

    def __iter__(self) -> Iterator[str]:
        self.looking.note()
        return super().__iter__()

    def __getitem__(self, place: Any) -> Any:
        self.looking.note()
        return super().__getitem__(place)

    def __eq__(self, other: object) -> bool:
        self.looking.note()
        return super().__eq__(other)

    __hash__ = None  # type: ignore[assignment]


def named_among(persons: list[Person]) -> set[int]:
    """Whom any row names: what such a one gets may be theirs alone."""
    keys = [person.pk for person in persons]
    return {
        key
        for relation in Person._meta.related_objects
        for key in relation.related_model._base_manager.filter(  # type: ignore[union-attr]
            **{f"{relation.field.name}__in": keys}
        ).values_list(relation.field.name, flat=True)
        if key in keys
    }
