"""Answers that are said often: kept by agents, said with a slash."""

from __future__ import annotations

import re
from typing import Final

from django.db import transaction

from holdfast.channels.chat.facts import CannedAnswerChanged
from holdfast.channels.chat.models import CannedAnswer, Conversation
from holdfast.channels.chat.sight import first_name
from holdfast.kernel import clock
from holdfast.kernel.facts import record
from holdfast.kernel.refusal import Refused
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person
from holdfast.tickets.rules import require_words

_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_PLACE: Final = re.compile(r"\{(visitor|agent|reference)\}")
_COMMAND: Final = re.compile(r"/([a-z0-9-]{1,40})(?:\s+(.*))?", re.DOTALL)
TAKEN: Final = frozenset({"note", "end"})
"""Slash commands of the pane itself."""


@transaction.atomic
def save_canned(*, name: str, text: str, by: Person) -> CannedAnswer:
    """Write it anew or change it, by its name. Refused: `no_name`, `words_missing`, `too_long`."""
    require_may(by, Act.WORK_TICKETS)
    name = name.strip().lower().removeprefix("/")
    if not _NAME.fullmatch(name) or name in TAKEN:
        raise Refused(
            "A name has small letters, digits and hyphens; /note and /end are taken.",
            code="no_name",
            field="name",
        )
    text = require_words(text, of="The answer", field="text")
    at = clock.now()
    canned, _ = CannedAnswer.objects.update_or_create(
        name=name, defaults={"text": text, "changed_at": at, "changed_by": by}
    )
    record(CannedAnswerChanged(canned=canned.pk, name=name, text=text), by=by.actor, at=at)
    return canned


@transaction.atomic
def remove_canned(canned: CannedAnswer, *, by: Person) -> None:
    """What it said stays on the trail."""
    require_may(by, Act.WORK_TICKETS)
    record(CannedAnswerChanged(canned=canned.pk, name=canned.name, text=""), by=by.actor, at=clock.now())
    canned.delete()


def command_in(text: str) -> tuple[str, str]:
    """The slash command that a text begins with, and the rest; none of an ordinary text, as /etc/hosts."""
    found = _COMMAND.fullmatch(text.strip())
    return (found[1], (found[2] or "").strip()) if found else ("", text)


def expanded(text: str, conversation: Conversation, *, by: Person) -> str:
    """The text with a canned answer in the place of `/name`; refused where there is none of that name."""
    name, rest = command_in(text)
    if not name:
        return text
    canned = CannedAnswer.objects.filter(name=name).first()
    if canned is None:
        raise Refused(f"There is no answer /{name}.", code="no_canned", field="text")
    values = {
        "visitor": first_name(str(conversation.visitor)),
        "agent": first_name(str(by)),
        "reference": conversation.ticket.reference,
    }
    said = _PLACE.sub(lambda place: values[place[1]], canned.text)
    return f"{said}\n\n{rest}" if rest else said
