"""The kinds of notice that are treated apart from the rest."""

from __future__ import annotations

from typing import Final

ACKNOWLEDGEMENTS: Final = frozenset({"acknowledgement"})
"""Answers to what came in: `Auto-Submitted: auto-replied`, and the one kind that a stranger can set off."""

PLAIN: Final = "plain"
"""Sign-in mail of Django and allauth: it holds nothing that was typed, so a stranger gets it as it is."""

LIST_PROOF: Final = "list_proof"
LIST_DRILL: Final = "list_drill"
"""What a contact of an emergency list is sent by us alone: the link that confirms the address, and a test message."""

SUBSCRIPTION_PROOF: Final = "subscription_proof"
STATUS_NEWS: Final = "status_news"
PUBLIC: Final = frozenset({STATUS_NEWS})
"""The public stream: who subscribed to it ends it with one click, and the reader's token stands in that link. It never
touches the emergency stream, nor that it."""

UNPROVEN: Final = frozenset({SUBSCRIPTION_PROOF, STATUS_NEWS})
"""What goes to addresses that anybody may have typed: that it does not arrive alarms nobody."""

ENDPOINT_TEST: Final = "endpoint_test"
"""What is posted to a webhook to see whether it takes anything."""

UNTYPED: Final = frozenset({PLAIN, LIST_PROOF, LIST_DRILL, SUBSCRIPTION_PROOF, ENDPOINT_TEST})
"""Whose words hold nothing that came from outside, so that an address nobody has confirmed gets them whole (T11)."""

SECRET: Final = frozenset({PLAIN})
"""Whose words hold a way in for their reader alone: the desk shows them to no one else."""

DUTY_PAGE: Final = "duty_page"
ANSWERED_BY_KEY: Final = frozenset({DUTY_PAGE})
"""A call of these asks for a key, which says that its reader has it in hand."""

FOLDED: Final = ("promise_broken", "promise_warned")
"""What may be told to the vendor's people in one digest, the most severe kind first (T77)."""
