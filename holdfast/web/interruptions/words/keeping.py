"""What sending a word keeps, as a sentence beside its button."""

from __future__ import annotations

from collections.abc import Sequence

from holdfast.incidents.models import Affected
from holdfast.promises.word_keeps import Keeps, word_keeps
from holdfast.promises.wording import title_of
from holdfast.web.interruptions.words.writing import Writing


def keeps_in_words(writing: Writing, to: Sequence[Affected]) -> str:
    """`It keeps: Interruption report, 2 clients; Hourly update, 2 clients (1 late).` And what it ends or starts."""
    owed = "; ".join(_clause(each) for each in word_keeps(to, writing.kind))
    kept = f"Accepted by a contact, it keeps: {owed}." if owed else "It keeps nothing that is owed now."
    return f"{kept} {writing.besides}".strip()


def _clause(keeps: Keeps) -> str:
    clients = "1 client" if keeps.clients == 1 else f"{keeps.clients} clients"
    late = f" ({keeps.late} late)" if keeps.late else ""
    return f"{title_of(keeps.clause)}, {clients}{late}"
