"""The words of a bulletin part by part, and as one text where it stands as a message."""

from __future__ import annotations

from datetime import UTC

from holdfast.incidents.models import Bulletin, BulletinKind, Told
from holdfast.incidents.rules import PARTS


def parts_of(bulletin: Bulletin) -> list[tuple[str, str]]:
    """(name, words) in the order in which they are read; one part alone needs no name."""
    labels = PARTS[bulletin.kind]
    return [(label if len(labels) > 1 else "", bulletin.said.get(name, "")) for name, label in labels.items()]


def parts_told(told: Told) -> list[tuple[str, str]]:
    """As one client was told them; of it the bulletin and the notice are read."""
    return _with_less(told.bulletin, told.notice.said.get("less", ""))


def as_message(bulletin: Bulletin, *, title: str, less: str) -> str:
    """What stands on a client's linked ticket: what it is about, the words, and when the next come."""
    said = [f"{label}: {words}" if label else words for label, words in _with_less(bulletin, less)]
    if bulletin.next_at is not None:
        said.append(f"Next update by {bulletin.next_at.astimezone(UTC):%d %b, %H:%M} UTC.")
    return "\n\n".join([f"{title}. {BulletinKind(bulletin.kind).label}.", *said])


def _with_less(bulletin: Bulletin, less: str) -> list[tuple[str, str]]:
    """With what of the things that the client uses is hit less hard than it was."""
    return [*parts_of(bulletin), *([("Less than before", less)] if less else [])]
