"""Facts of the procedure as sentences of the timeline."""

from __future__ import annotations

from typing import Any

from holdfast.procedure.models import JudgementKind, JudgementVerdict, Via
from holdfast.tickets.wording import Names, Sentence, Wording

Said = dict[str, Any]


def _name(names: Names, key: int | None) -> str:
    return names.get(key, "somebody") if key is not None else "nobody"


def _handed_over(said: Said, by: str, names: Names) -> Sentence:
    return Sentence("git-branch", f"{by} handed it to {_name(names, said['to'])} in engineering", True)


def _handed_over_inside(said: Said, by: str, names: Names) -> Sentence:
    """The same for our own people: with what engineering must know."""
    told = _handed_over(said, by, names)
    return Sentence(told.icon, told.words + _because(said["words"]), False)


def _taken(said: Said, by: str, names: Names) -> Sentence:
    return Sentence("user-plus", f"{_name(names, said['person'])} in engineering took it", True)


def _fix_recorded(said: Said, by: str, names: Names) -> Sentence:
    what = (
        "solved it at tier 1"
        if said["by_tier_1"]
        else "recorded the fix, what prevents it, and who watches it"
    )
    return Sentence("wrench", f"{by} {what}", True)


def _verdict(said: Said, by: str, names: Names) -> Sentence:
    """The client sees that QA approved, or sent it back; the reason is between ourselves."""
    if said["is_approved"]:
        return Sentence("circle-check", "QA approved the fix", True)
    return Sentence("undo-2", "QA sent the fix back", True)


def _verdict_inside(said: Said, by: str, names: Names) -> Sentence:
    """The same for our own people: by whom, and why."""
    if said["is_approved"]:
        return Sentence("circle-check", f"{by} in QA approved the fix{_because(said['reason'])}", False)
    to = f", to {_name(names, said['back_to'])}" if said["back_to"] else ""
    return Sentence("undo-2", f"{by} in QA sent the fix back{to}{_because(said['reason'])}", False)


def _because(words: str) -> str:
    return f": {words}" if words else ""


def _question_reminded(said: Said, by: str, names: Names) -> Sentence:
    return Sentence("bell", f"Reminded of our question{_stale(said)}", True)


def _question_silent(said: Said, by: str, names: Names) -> Sentence:
    return Sentence("phone", "Still no answer to our question: a person is to call", False)


def _question_unreached(said: Said, by: str, names: Names) -> Sentence:
    return Sentence("mail-x", "Our question reached nobody of the client; nothing waits for an answer", False)


def _asked(said: Said, by: str, names: Names) -> Sentence:
    whom = (
        ", ".join(_name(names, person) for person in said["persons"])
        or "nobody: the client has no one to ask"
    )
    return Sentence("circle-help", f"For approval to {whom}", True)


def _asked_accepted(said: Said, by: str, names: Names) -> Sentence:
    return Sentence("mail-check", "The request for approval was accepted by the client's mail", False)


def _asked_bounced(said: Said, by: str, names: Names) -> Sentence:
    return Sentence("mail-x", "The request for approval came back", False)


def _reminded(said: Said, by: str, names: Names) -> Sentence:
    return Sentence("bell", f"Reminded of the approval{_stale(said)}", True)


def _stale(said: Said) -> str:
    return f"; {said['skipped']} earlier, grown stale, left out" if said["skipped"] else ""


def _silent(said: Said, by: str, names: Names) -> Sentence:
    return Sentence("phone", "Still no answer about the approval: a person is to call", False)


def _unreached(said: Said, by: str, names: Names) -> Sentence:
    return Sentence("mail-x", "The request for approval reached nobody of the client", False)


def _approved(said: Said, by: str, names: Names) -> Sentence:
    if said["person"] is None:
        return Sentence("circle-check", "Counted as approved after silence, as the policy says", True)
    return Sentence(
        "circle-check", f"{_name(names, said['person'])} approved the fix, {_way(said['via'])}", True
    )


def _refused(said: Said, by: str, names: Names) -> Sentence:
    who = _name(names, said["person"])
    return Sentence("undo-2", f"Not fixed, said {who}, {_way(said['via'])}: {said['words']}", True)


def _way(via: str) -> str:
    return {
        Via.LINK: "by the link in the mail",
        Via.PORTAL: "in the portal",
        Via.MAIL: "by mail",
        Via.PHONE: "on the phone",
        Via.CHAT: "in the chat",
    }.get(Via(via), via)


def _still_testing(said: Said, by: str, names: Names) -> Sentence:
    return Sentence("clock", "The client is still testing", True)


def _withdrawn(said: Said, by: str, names: Names) -> Sentence:
    return Sentence("minus", "The request for approval was withdrawn", True)


def _explained(said: Said, by: str, names: Names) -> Sentence:
    return Sentence("file-text", "Cause and fix were explained", True)


def _explanation_accepted(said: Said, by: str, names: Names) -> Sentence:
    return Sentence("mail-check", "The explanation was accepted by the client's mail", False)


def _to_judge(said: Said, by: str, names: Names) -> Sentence:
    return Sentence(
        "circle-help", f"{JudgementKind(said['kind']).label}: a person is to say what it means", False
    )


def _judged(said: Said, by: str, names: Names) -> Sentence:
    verdict = JudgementVerdict(said["verdict"]).label.lower()
    to = f", #{said['follow_up']}" if said["follow_up"] else ""
    return Sentence("circle-check", f"{by} judged it: {verdict}{to}{_because(said['words'])}", False)


def _watching_due(said: Said, by: str, names: Names) -> Sentence:
    return Sentence("eye", f"{_name(names, said['person'])} is to say whether the fix held", False)


def _watching_ended(said: Said, by: str, names: Names) -> Sentence:
    how = "held" if said["held"] else "did not hold"
    return Sentence("eye", f"The fix {how}, says {by}: {said['outcome']}", False)


WORDING: dict[str, Wording] = {
    "HandedOver": _handed_over,
    "HandOverTaken": _taken,
    "FixRecorded": _fix_recorded,
    "VerdictGiven": _verdict,
    "QuestionReminded": _question_reminded,
    "QuestionSilent": _question_silent,
    "QuestionUnreached": _question_unreached,
    "ApprovalAsked": _asked,
    "HandOverForApprovalAccepted": _asked_accepted,
    "HandOverForApprovalBounced": _asked_bounced,
    "ApprovalReminded": _reminded,
    "ApprovalSilent": _silent,
    "ApprovalUnreached": _unreached,
    "ClientApproved": _approved,
    "ClientRefused": _refused,
    "ClientStillTesting": _still_testing,
    "ApprovalWithdrawn": _withdrawn,
    "ExplanationGiven": _explained,
    "ExplanationAccepted": _explanation_accepted,
    "ReplyToJudge": _to_judge,
    "ReplyJudged": _judged,
    "WatchingDue": _watching_due,
    "WatchingEnded": _watching_ended,
}

INSIDE: dict[str, Wording] = {"HandedOver": _handed_over_inside, "VerdictGiven": _verdict_inside}
"""Other words for the desk, where the client's say less."""

SILENT: frozenset[str] = frozenset()
"""Facts that the timeline shows otherwise."""
