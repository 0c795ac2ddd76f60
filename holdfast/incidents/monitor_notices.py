"""Who may confirm an interruption is told what monitors say: that something is down, is up again, or soon will not be."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings

from holdfast.incidents.models import Interruption, State, Suspicion
from holdfast.incidents.notices import thread_root
from holdfast.monitors.models import Monitor
from holdfast.notices.actions.writing import write_notice
from holdfast.notices.letters import Reader
from holdfast.notices.models import Lane
from holdfast.people.acts import MAY, Act
from holdfast.people.models import Person
from holdfast.people.standing_in import who_stands_in


def tell_of_suspicion(found: Interruption, suspicion: Suspicion, *, at: datetime) -> None:
    """Once for each suspicion, and again when what was restored seems to be down again."""
    _tell(
        f"suspected-{suspicion.pk}-{found.round}-{found.state}",
        "monitor_down",
        found,
        {"words": suspicion.words, "is_again": found.state == State.RESTORED},
        at=at,
    )


def tell_of_recovery(found: Interruption, *, since: datetime, at: datetime) -> None:
    """Once in each stage of it, however often its monitors change their minds."""
    said = {"since": since, "is_confirmed": found.state != State.SUSPECTED}
    _tell(f"recovered-{found.pk}-{found.round}-{found.state}", "monitor_up", found, said, at=at)


def tell_of_warned(monitor: Monitor, *, entry: int, at: datetime) -> None:
    write_notice(
        event=f"monitor-warned-{entry}",
        kind="monitor_warned",
        about=monitor.about,
        readers=_readers(),
        subject=f"{monitor.component}: {monitor.warning}",
        said={
            "component": str(monitor.component),
            "words": monitor.warning,
            "desk_url": f"{settings.SITE_URL}/desk/monitors/{monitor.pk}/",
        },
        lane=Lane.UPDATE,
        at=at,
    )


def _tell(event: str, kind: str, found: Interruption, said: dict[str, Any], *, at: datetime) -> None:
    write_notice(
        event=event,
        kind=kind,
        about=found.about,
        readers=_readers(),
        subject=f"[Interruption] {found.title}",
        said={
            "title": found.title,
            "desk_url": f"{settings.SITE_URL}/desk/interruptions/{found.pk}/",
            **said,
        },
        lane=Lane.PAGING,
        thread_root=thread_root(found),
        at=at,
    )


def _readers() -> list[Reader]:
    may = Person.objects.staff().filter(roles__overlap=list(MAY[Act.CONFIRM_INTERRUPTION])).order_by("pk")
    return [Reader(person=person, to_client=False) for person in may or who_stands_in()]
