"""Chains: clauses whose keeping starts the next promise (promises.md, 'Chains')."""

from typing import Final

CHAINS: Final = frozenset({"client_update", "hourly_update", "cause_update", "maintenance_update"})
"""A kept link starts the next from the moment of keeping, a broken one from its limit."""
