"""What a stream of a killable server brings, until it breaks off."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Iterator, Mapping
from typing import Any


def streamed(
    port: int,
    method: str,
    path: str,
    body: str | None = None,
    *,
    headers: Mapping[str, str] | None = None,
    until: threading.Event,
) -> Iterator[dict[str, Any]]:
    """Each event that says something; raises OSError where no stream is given, or it breaks."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        line.request(method, path, body, headers or {})
        stream = line.getresponse()
        if stream.status != 200:
            raise OSError(stream.status)
        while not until.is_set():
            text = stream.readline().decode()
            if not text:
                return
            if text.startswith("data: {") and text.strip() != "data: {}":
                yield json.loads(text.removeprefix("data: "))
    finally:
        line.close()
