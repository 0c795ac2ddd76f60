"""The turnaround that a priority promises, in words."""

from __future__ import annotations

from holdfast.policy.document import Document


def turnaround_in_words(document: Document, priority: int) -> str:
    """`1 business day`; where the policy has a target too, `3 to 4 business days`; empty where it promises none."""
    clause = document.clause("turnaround")
    limit, target = clause.limit_for(priority), clause.target_for(priority)
    if limit is None:
        return ""
    if target is not None and target.unit == limit.unit:
        return f"{target.amount} to {limit.in_words}"
    return limit.in_words
