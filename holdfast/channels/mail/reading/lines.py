"""A body as lines, each knowing whether its sender wrote it or only carried it along."""

from dataclasses import dataclass
from enum import IntEnum


class Zone(IntEnum):
    """Whose words a line holds, as far as marks in the mail tell."""

    NEW = 0
    QUOTED = 1
    """Somebody else's earlier words, marked as such; answers may stand between."""

    ATTRIBUTION = 2
    """'On …, … wrote:' and the like."""

    REST = 3
    """History that reaches to the end, as Outlook carries it."""


@dataclass(slots=True)
class Line:
    text: str
    zone: Zone = Zone.NEW
    is_marked: bool = False
    """Quoted by a mark of the mail program (a tag, not a `>`), so that nobody typed it."""


def is_attributed(lines: list[Line], start: int) -> bool:
    """Whether a marked attribution stands right above: then a forward at the head of a quote is quoted with it."""
    above = next((line for line in reversed(lines[max(0, start - 4) : start]) if line.text.strip()), None)
    return above is not None and above.zone == Zone.ATTRIBUTION


def as_text(lines: list[Line]) -> str:
    """The lines as they were written, without empty lines at either end."""
    return "\n".join(line.text for line in lines).rstrip().lstrip("\n")


def tidied(lines: list[Line]) -> list[Line]:
    """The lines without spaces at their ends, and with at most one empty line between paragraphs."""
    kept: list[Line] = []
    for line in lines:
        line.text = line.text.rstrip()
        if line.text or (kept and kept[-1].text):
            kept.append(line)
    return kept
