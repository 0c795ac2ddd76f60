"""Serves the assets: WhiteNoise, with ours published before it looks, and cached by browsers for good."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from whitenoise.middleware import WhiteNoiseMiddleware

from holdfast.look import assets


class Assets(WhiteNoiseMiddleware):
    """Middleware in WhiteNoise's place: in development it serves the files as they lie."""

    def __init__(self, get_response: Any = None, settings: Any = settings) -> None:
        if not settings.DEBUG:
            assets.publish(Path(settings.STATIC_ROOT))
        super().__init__(get_response, settings)

    def immutable_file_test(self, path: str, url: str) -> bool:
        """Whatever we published carries its hash in its name."""
        return url.startswith(f"{self.static_prefix}{assets.FOLDER}/")
