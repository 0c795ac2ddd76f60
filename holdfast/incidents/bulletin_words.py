"""The words of a bulletin part by part, and as one text where it stands as a message."""

from __future__ import annotations

from datetime import UTC

from holdfast.incidents.models import Bulletin, BulletinKind
from holdfast.incidents.rules import PARTS


def parts_of(bulletin: Bulletin) -> list[tuple[str, str]]:
    """(name, words) in the order in which they are read; one part alone needs no name."""
    labels = PARTS[bulletin.kind]
    return [(label if len(labels) > 1 else "", bulletin.said.get(name, "")) for name, label in labels.items()]


def as_message(bulletin: Bulletin, *, title: str) -> str:
    """What stands on a linked ticket: what it is about, the words, and when the next come."""
    said = [f"{label}: {words}" if label else words for label, words in parts_of(bulletin)]
    if bulletin.next_at is not None:
        said.append(f"Next update by {bulletin.next_at.astimezone(UTC):%d %b, %H:%M} UTC.")
    return "\n\n".join([f"{title}. {BulletinKind(bulletin.kind).label}.", *said])
