"""The views beside the office's pages: only where this person may go."""

from __future__ import annotations

from typing import Final, NamedTuple

from django.http import HttpRequest
from django.urls import reverse

from holdfast.look.frames import Place
from holdfast.look.shapes import ViewGroup
from holdfast.people.acts import Act, may
from holdfast.policy.models import Policy
from holdfast.policy.queries import draft_of
from holdfast.web.frame import person_of


class _Room(NamedTuple):
    name: str
    label: str
    icon: str
    act: Act


_OFFICE: Final = (
    _Room("people", "People", "users", Act.CHANGE_PEOPLE),
    _Room("teams", "Teams", "handshake", Act.CHANGE_PEOPLE),
    _Room("settings", "Vendor settings", "sliders", Act.CHANGE_PEOPLE),
    _Room("mailboxes", "Mailboxes", "inbox", Act.CHANGE_PEOPLE),
    _Room("phone", "Telephone", "phone", Act.CHANGE_PEOPLE),
    _Room("consoles", "Consoles", "square-terminal", Act.CHANGE_PEOPLE),
    _Room("first-steps", "First steps", "flag", Act.CHANGE_PEOPLE),
)
_CLIENTS: Final = (
    _Room("clients", "Clients", "building-2", Act.WORK_TICKETS),
    _Room("my-clients", "My clients", "briefcase", Act.CHANGE_CLIENTS),
    _Room("services", "Services", "activity", Act.WORK_TICKETS),
    _Room("uptime", "Uptime and credits", "chart-no-axes-column", Act.WORK_TICKETS),
    _Room("monitors", "Monitors", "eye", Act.WORK_TICKETS),
    _Room("products", "Products", "archive", Act.CHANGE_CLIENTS),
    _Room("news", "News", "send", Act.SEND_NEWS),
    _Room("endpoints", "Webhooks", "link", Act.CHANGE_CLIENTS),
    _Room("clients-import", "Import", "file-text", Act.CHANGE_CLIENTS),
)
_MAIL: Final = (
    _Room("mail", "Held", "mail-question-mark", Act.JUDGE_MAIL),
    _Room("quarantine", "Quarantine", "mail-x", Act.JUDGE_MAIL),
    _Room("dropped", "Left aside", "archive", Act.JUDGE_MAIL),
)


def office_places(request: HttpRequest, here: str) -> list[ViewGroup]:
    """People, teams, settings, mailboxes, consoles."""
    return [ViewGroup("Office", _places(request, _OFFICE, here))]


def client_places(request: HttpRequest, here: str) -> list[ViewGroup]:
    """Clients, those of the reader's own, what they can use, and the import of both."""
    return [ViewGroup("Clients", _places(request, _CLIENTS, here))]


def mail_places(request: HttpRequest, here: str, counts: dict[str, int]) -> list[ViewGroup]:
    """Held, quarantine, left aside; with how many wait."""
    return [ViewGroup("Mail to judge", _places(request, _MAIL, here, counts))]


def policy_places(request: HttpRequest, policy: Policy | None, here: str) -> list[ViewGroup]:
    """The policy that is read, its draft and versions; the calendars; other policies where there are any."""
    may_publish = may(person_of(request), Act.PUBLISH_POLICY)
    groups = []
    if policy is not None:
        draft = draft_of(policy)
        own = [("policy-of", "In force", "scroll-text", [policy.pk])]
        if draft is not None and may_publish:
            own.append(("policy-draft", f"Draft of version {draft.number}", "pencil", [policy.pk]))
        own.append(("policy-versions", "Versions", "history", [policy.pk]))
        if may_publish:
            own.append(("policy-application", "Apply to what is open", "refresh-cw", []))
        groups.append(
            ViewGroup(
                policy.name,
                tuple(
                    Place(label, reverse(f"desk:{name}", args=args), icon, current=name == here)
                    for name, label, icon, args in own
                ),
            )
        )
    groups.append(
        ViewGroup(
            "Business time",
            (Place("Calendars", reverse("desk:calendars"), "calendar-days", current=here == "calendars"),),
        )
    )
    others = Policy.objects.exclude(pk=policy.pk if policy else 0).order_by("name")
    if found := tuple(
        Place(each.name, reverse("desk:policy-of", args=[each.pk]), "scroll-text") for each in others
    ):
        groups.append(ViewGroup("Other policies", found))
    return groups


def _places(
    request: HttpRequest, rooms: tuple[_Room, ...], here: str, counts: dict[str, int] | None = None
) -> tuple[Place, ...]:
    person = person_of(request)
    return tuple(
        Place(
            room.label,
            reverse(f"desk:{room.name}"),
            room.icon,
            current=room.name == here,
            count=(counts or {}).get(room.name) or None,
        )
        for room in rooms
        if may(person, room.act)
    )
