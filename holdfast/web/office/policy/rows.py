"""Rows of a form that can be added, taken away and put in another order without script: buttons that show it again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Row = dict[str, str]

MOST = 500


def rows_said(post: Mapping[str, str], names: Sequence[str]) -> list[Row]:
    """The rows as they were typed: fields are named `title-3`; only these names are read."""
    found = []
    for number in range(MOST):
        if not any(f"{name}-{number}" in post for name in names):
            break
        found.append({name: post.get(f"{name}-{number}", "").strip() for name in names})
    return found


def reordered(rows: list[Row], asked: str, *, blank: Row) -> list[Row] | None:
    """The rows after `add`, `remove-2`, `up-2` or `down-2`; None when none of these was asked."""
    if asked == "add":
        return [*rows, dict(blank)]
    act, _, place = asked.partition("-")
    if act not in ("remove", "up", "down") or not place.isdigit() or int(place) >= len(rows):
        return None
    here, rows = int(place), list(rows)
    if act == "remove":
        del rows[here]
        return rows
    other = here + (1 if act == "down" else -1)
    if 0 <= other < len(rows):
        rows[here], rows[other] = rows[other], rows[here]
    return rows
