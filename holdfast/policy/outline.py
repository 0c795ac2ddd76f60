"""How the policy reads: its headings in order: clauses by id, settings as `sentences` names them."""

from __future__ import annotations

from typing import Final

OUTLINE: Final = (
    (
        "priorities",
        "Priorities and turnaround",
        "Every issue is a ticket, and every ticket has a priority. We may change a priority for technical or "
        "business reasons; the client is told, and the reason is recorded.",
        ("acknowledge", "priority_confirmed", "provisional", "turnaround"),
    ),
    (
        "answers",
        "How you hear from us",
        "By chat, e-mail, phone and form, 24 hours a day, 7 days a week, 365 days a year.",
        (
            "first_response",
            "client_update",
            "client_told",
            "questions",
            "word_given",
            "chat_answered",
            "call_returned",
        ),
    ),
    (
        "interruptions",
        "When a service is interrupted",
        "",
        (
            "suspicion_weighed",
            "outages",
            "interruption_report",
            "hourly_update",
            "degraded",
            "restored_notice",
            "cause_update",
            "account_manager_told",
        ),
    ),
    ("maintenance", "Maintenance", "", ("maintenance_notice", "maintenance_update")),
    (
        "lists",
        "Emergency lists",
        "The account manager keeps a list for each client. We recommend one global address that reaches "
        "every stakeholder.",
        ("list_reviewed",),
    ),
    (
        "resolution",
        "How a ticket is resolved",
        "Tier 1 solves it, or hands it on at once. Senior developers fix it, tell the client, and think "
        "ahead so that it does not return. QA approves, or sends it back. The client approves.",
        ("engineering_told", "without_qa", "reminders", "silence", "explanation", "reopening"),
    ),
    ("escalation", "Escalation", "", ("escalation_answered", "warnings")),
    ("calendars", "Calendars", "", ("default_calendar", "calendars")),
)
