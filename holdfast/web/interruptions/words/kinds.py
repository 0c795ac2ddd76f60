"""The kinds of word that are written in a form: what each is called, asks for, and comes to."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from django.forms import Form
from django.http import Http404

from holdfast.incidents.actions import confirming, explaining, telling
from holdfast.incidents.actions.explaining import EXPLAINABLE, sections_of
from holdfast.incidents.models import DOWN, BulletinKind, Interruption, State
from holdfast.incidents.reach import Reach
from holdfast.incidents.rules import PARTS
from holdfast.people.acts import Act, may
from holdfast.people.models import Person
from holdfast.web.interruptions import forms as given
from holdfast.web.interruptions.words.writing import Keeping, Said, Sending, Writing, next_of


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


class _Label(NamedTuple):
    address: str
    title: str
    button: str
    told: str


_LABELS: Final = {
    BulletinKind.REPORT: _Label(
        "report", "Interruption report", "Send the report", "The report is on its way."
    ),
    BulletinKind.UPDATE: _Label("update", "Update", "Send the update", "The update is on its way."),
    BulletinKind.RESTORED: _Label(
        "restoration",
        "Is the service restored?",
        "Send the uptime notification",
        "The uptime notification is on its way.",
    ),
    BulletinKind.CAUSE: _Label(
        "cause", "Update on the cause", "Send it", "The update on the cause is on its way."
    ),
    BulletinKind.ANALYSIS: _Label(
        "analysis",
        "Cause, impact, resolution steps",
        "Send the analysis",
        "Cause, impact and resolution steps are on their way.",
    ),
    BulletinKind.RETRACTION: _Label(
        "retraction", "Retract it", "Retract and tell", "Retracted; all who were told are told."
    ),
}


def _writing(kind: BulletinKind, form: type[Form], send: Sending, **more: Any) -> Writing:
    return Writing(kind=kind, form=form, send=send, **_LABELS[kind]._asdict(), **more)


_ALSO_AFTER: Final = (*DOWN, State.RESTORED)
WRITINGS: Final = {
    each.kind: each
    for each in (
        _writing(BulletinKind.REPORT, given.ReportForm, _send_report, stages=_ALSO_AFTER),
        _writing(BulletinKind.UPDATE, given.UpdateForm, _send_update),
        _writing(
            BulletinKind.RESTORED,
            given.RestoredForm,
            _send_restored,
            besides="Hourly updates to them end here; an update on the cause is owed every 24 business hours.",
            comes_to=State.RESTORED,
        ),
        _writing(BulletinKind.CAUSE, given.CauseForm, _send_cause, stages=_ALSO_AFTER),
        _writing(
            BulletinKind.ANALYSIS,
            given.AnalysisForm,
            _send_analysis,
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
        _writing(
            BulletinKind.RETRACTION,
            given.RetractionForm,
            _retract,
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
