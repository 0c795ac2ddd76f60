"""While somebody writes their subject, articles that may answer it appear below; without script nothing does."""

from __future__ import annotations

from typing import Any, Final

from django.urls import reverse_lazy

SUGGESTING: Final[dict[str, Any]] = {
    "hx-get": reverse_lazy("help:suggestions"),
    "hx-trigger": "input changed delay:300ms",
    "hx-target": "#kb",
    "hx-sync": "this:replace",
}
