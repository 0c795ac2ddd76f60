"""The five kinds of monitor: what each asks, kept as JSON with its kind, and how it looks.

Each is plain values and a method `look`, which touches no database and ends by its time limit; so any number of them
run at once in threads. A heartbeat has none: it waits to be called.
"""

from __future__ import annotations

from typing import Any

import msgspec

from holdfast.monitors.checks.dns import Dns
from holdfast.monitors.checks.finding import Finding, Reach
from holdfast.monitors.checks.heartbeat import Heartbeat
from holdfast.monitors.checks.http import Http
from holdfast.monitors.checks.tcp import Tcp
from holdfast.monitors.checks.tls import Tls

Active = Http | Tcp | Dns | Tls
"""Those that look, where a heartbeat listens."""
Check = Active | Heartbeat


def read_check(said: Any) -> Check:
    """The check as it was kept."""
    found: Check = msgspec.convert(said, Check)
    return found


def kept(check: Check) -> dict[str, Any]:
    """The check as JSON keeps it."""
    found: dict[str, Any] = msgspec.to_builtins(check)
    return found


__all__ = [
    "Active",
    "Check",
    "Dns",
    "Finding",
    "Heartbeat",
    "Http",
    "Reach",
    "Tcp",
    "Tls",
    "kept",
    "read_check",
]
