"""Cells of the CSV files that we give out and take in: none is a formula to a spreadsheet (T54)."""

from __future__ import annotations

from typing import Final

_FORMULA: Final = tuple("=+-@\t\r")


def harmless(cell: str) -> str:
    """The cell as text also where a spreadsheet would take it for a formula (T54)."""
    return f"'{cell}" if _is_formula(cell.lstrip("'")) else cell


def as_meant(cell: str) -> str:
    """What `harmless` was given: a file of ours comes back as it went."""
    return cell[1:] if cell.startswith("'") and _is_formula(cell.lstrip("'")) else cell


def _is_formula(cell: str) -> bool:
    return cell.lstrip(" \n").startswith(_FORMULA) or cell.startswith(_FORMULA)
