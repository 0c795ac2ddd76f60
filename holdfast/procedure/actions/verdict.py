"""QA's verdict on a fix (C4)."""

from __future__ import annotations

from django.db import transaction

from holdfast.kernel import clock
from holdfast.kernel.facts import record
from holdfast.kernel.refusal import Refused
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person
from holdfast.procedure import notices, rules
from holdfast.procedure.actions.approval import ask_client
from holdfast.procedure.actions.stages import send_back
from holdfast.procedure.actions.stages import tell_client as say_to_client
from holdfast.procedure.facts import VerdictGiven
from holdfast.procedure.models import Fix, Verdict
from holdfast.tickets.models import Stage, Ticket
from holdfast.tickets.rules import require_answerable


@transaction.atomic
def give_verdict(
    ticket: Ticket, *, is_approved: bool, reason: str = "", tell_client: str = "", by: Person
) -> Verdict:
    """Approve the fix, and the client is asked; or reject it with a reason, and it goes back to whoever made
    it.

    On a rejection the client is told in the words of `tell_client`, or else by a short notice. Refused:
    `own_fix`, `reason_missing` (field `reason`), `wrong_stage`.
    """
    require_may(by, Act.GIVE_QA_VERDICT)
    reason = rules.require_reason(reason, is_approved=is_approved)
    ticket = Ticket.objects.locked(ticket.pk)
    require_answerable(ticket)
    fix = ticket.fixes.filter(cycle=ticket.cycle).select_related("by").order_by("-id").first()
    if fix is None:
        raise Refused(f"There is no fix on #{ticket.pk} to judge.", code="no_fix")
    rules.require_another_pair_of_eyes(fixed_by=fix.by_id, by=by)
    if same := Verdict.objects.filter(fix=fix, by=by, is_approved=is_approved).first():
        return same
    rules.require_stage(ticket, Stage.QA)
    if is_approved:
        return _approve(ticket, fix, reason, by=by)
    return _reject(ticket, fix, reason, words=tell_client, by=by)


def _approve(ticket: Ticket, fix: Fix, reason: str, *, by: Person) -> Verdict:
    at = clock.now()
    verdict = Verdict.objects.create(fix=fix, at=at, by=by, is_approved=True, reason=reason)
    record(
        VerdictGiven(
            ticket=ticket.pk, fix=fix.pk, is_approved=True, reason=reason, back_to=None, told_client=None
        ),
        by=by.actor,
        at=at,
    )
    ask_client(ticket, fix=fix, by=by.actor)
    return verdict


def _reject(ticket: Ticket, fix: Fix, reason: str, *, words: str, by: Person) -> Verdict:
    ticket, message = say_to_client(ticket, words, by=by)
    at = clock.now()
    verdict = Verdict.objects.create(fix=fix, at=at, by=by, is_approved=False, reason=reason)
    fixer = send_back(ticket, fix, at=at, by=by.actor)
    record(
        VerdictGiven(
            ticket=ticket.pk,
            fix=fix.pk,
            is_approved=False,
            reason=reason,
            back_to=fixer.pk if fixer else None,
            told_client=message.pk if message else None,
        ),
        by=by.actor,
        at=at,
    )
    notices.tell_fixer_of_rejection(verdict, at=at)
    if message is None:
        notices.tell_client_of_rejection(verdict, at=at)
    return verdict
