"""Where clamd is: the address of HOLDFAST_CLAMD, read once and checked."""

from __future__ import annotations

import re
from typing import Final

Address = str | tuple[str, int]
"""The path of a Unix socket, or a host and its port."""

_TCP: Final = re.compile(r"tcp://(?:\[([0-9a-f:.]+)\]|([\w.-]+)):(\d{1,5})", re.IGNORECASE)


def read_clamd(told: str) -> Address:
    """From `unix:/run/clamav/clamd.ctl` or `tcp://127.0.0.1:3310`; raises ValueError when it is neither."""
    kind, _, path = told.partition(":")
    if kind == "unix" and path.startswith("/"):
        return path
    found = _TCP.fullmatch(told)
    if found is None or not 0 < int(found[3]) < 65536:
        raise ValueError("neither unix:/… nor tcp://host:port")
    return found[1] or found[2], int(found[3])
