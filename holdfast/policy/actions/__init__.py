"""Policies: drafted, checked, published."""

from holdfast.policy.actions.checking import HasProblems, check_document
from holdfast.policy.actions.draft import begin_policy, discard_draft, draft_policy, save_draft
from holdfast.policy.actions.publication import publish_policy, publish_shipped

__all__ = [
    "HasProblems",
    "begin_policy",
    "check_document",
    "discard_draft",
    "draft_policy",
    "publish_policy",
    "publish_shipped",
    "save_draft",
]
