"""The one step in which a shorter notice is had: the manager who is asked approves it."""

from __future__ import annotations

from holdfast.incidents.actions.asking import waiting_question
from holdfast.incidents.actions.deciding import approve_short_notice
from holdfast.incidents.models import Maintenance


def approved(found: Maintenance) -> Maintenance:
    """What waits for a manager is approved by that manager."""
    question = waiting_question(found)
    assert question is not None
    return approve_short_notice(found, by=question.asked_of)
