"""The kinds of word that are written in a form: what each is called, asks for, and comes to."""

from __future__ import annotations

from typing import Final

from django.http import Http404

from holdfast.incidents.actions import confirming, explaining, telling
from holdfast.incidents.actions.explaining import EXPLAINABLE, sections_of
from holdfast.incidents.models import DOWN, BulletinKind, Interruption, State
from holdfast.incidents.reach import Reach
from holdfast.incidents.rules import PARTS
from holdfast.people.acts import Act, may
from holdfast.people.models import Person
from holdfast.web.interruptions import forms as given
from holdfast.web.interruptions.words.writing import Keeping, Said, Writing, next_of


def _send_report(found: Interruption, said: Said, reach: Reach, by: Person) -> None:
    parts = {name: said[name] for name in PARTS[BulletinKind.REPORT]}
    telling.send_report(found, said=parts, next_at=next_of(said), reach=reach, by=by)


def _send_update(found: Interruption, said: Said, reach: Reach, by: Person) -> None:
    telling.send_update(
        found, text=said["text"], state=said["state"], next_at=next_of(said), reach=reach, by=by
    )


def _send_restored(found: Interruption, said: Said, reach: Reach, by: Person) -> None:
    telling.restore_interruption(
        found,
        text=said["text"],
        back=said["back"],
        as_of=said["as_of"],
        next_at=next_of(said),
        reach=reach,
        by=by,
    )


def _send_cause(found: Interruption, said: Said, reach: Reach, by: Person) -> None:
    telling.send_cause_update(found, text=said["text"], next_at=next_of(said), reach=reach, by=by)


def _send_analysis(found: Interruption, said: Said, reach: Reach, by: Person) -> None:
    telling.send_analysis(found, said=said, reach=reach, by=by)


def _keep_sections(found: Interruption, said: Said, _: Reach, by: Person) -> None:
    explaining.write_sections(found, said=said, by=by)


def _retract(found: Interruption, said: Said, _: Reach, by: Person) -> None:
    confirming.retract_interruption(found, reason=said["text"], by=by)


WRITINGS: Final = {
    each.kind: each
    for each in (
        Writing(
            kind=BulletinKind.REPORT,
            address="report",
            title="Interruption report",
            button="Send the report",
            told="The report is on its way.",
            form=given.ReportForm,
            send=_send_report,
            stages=(*DOWN, State.RESTORED),
        ),
        Writing(
            kind=BulletinKind.UPDATE,
            address="update",
            title="Update",
            button="Send the update",
            told="The update is on its way.",
            form=given.UpdateForm,
            send=_send_update,
        ),
        Writing(
            kind=BulletinKind.RESTORED,
            address="restoration",
            title="Is the service restored?",
            button="Send the uptime notification",
            told="The uptime notification is on its way.",
            form=given.RestoredForm,
            send=_send_restored,
            besides="Hourly updates to them end here; an update on the cause is owed every 24 business hours.",
            comes_to=State.RESTORED,
        ),
        Writing(
            kind=BulletinKind.CAUSE,
            address="cause",
            title="Update on the cause",
            button="Send it",
            told="The update on the cause is on its way.",
            form=given.CauseForm,
            send=_send_cause,
            stages=(*DOWN, State.RESTORED),
        ),
        Writing(
            kind=BulletinKind.ANALYSIS,
            address="analysis",
            title="Cause, impact, resolution steps",
            button="Send the analysis",
            told="Cause, impact and resolution steps are on their way.",
            form=given.AnalysisForm,
            send=_send_analysis,
            besides="With it the updates on the cause end.",
            stages=(State.RESTORED,),
            comes_to=State.CAUSE_KNOWN,
            keeping=Keeping(
                keep=_keep_sections,
                before=sections_of,
                button="Keep what is known",
                told="It is kept.",
                stages=EXPLAINABLE,
            ),
        ),
        Writing(
            kind=BulletinKind.RETRACTION,
            address="retraction",
            title="Retract it",
            button="Retract and tell",
            told="Retracted; all who were told are told.",
            form=given.RetractionForm,
            send=_retract,
            besides="What is still owed about it is let go, and nothing of it counts as downtime.",
            comes_to=State.RETRACTED,
            is_danger=True,
        ),
    )
}


def writing_of(kind: str) -> Writing:
    """The kind of word that an address names."""
    found = WRITINGS.get(kind)  # type: ignore[call-overload]
    if found is None:
        raise Http404("There is no such word.")
    return found  # type: ignore[no-any-return]


def writing_due(found: Interruption, *, is_reported: bool, by: Person) -> Writing | None:
    """The word that this stage comes to next, if this person may write it."""
    if not may(by, Act.TELL_OF_INTERRUPTION):
        return None
    if found.state in DOWN:
        return WRITINGS[BulletinKind.UPDATE if is_reported else BulletinKind.REPORT]
    return WRITINGS[BulletinKind.CAUSE] if found.state == State.RESTORED else None
