"""One look at the published files for all the clients of a process, and one packing of them for all processes.

Each of Django's test clients has middleware of its own, which would publish the files and look through all of them
again: five milliseconds, for thousands of clients. A server does it once. To pack them takes half a second, so it is
done in one folder for all, and once where they go to others too.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import brotli  # type: ignore[import-untyped]
from django.conf import settings as ours

from holdfast.look.serving import Assets

_READ = ("DEBUG", "STATIC_ROOT", "STATIC_URL", "WHITENOISE_USE_FINDERS", "WHITENOISE_AUTOREFRESH")


def look_once(folder: Path) -> None:
    """Publish into that folder, and let what follows find what the first one found while the settings say the same."""
    ours.STATIC_ROOT = folder
    brotli.compress = functools.cache(brotli.compress)
    really = Assets.__init__
    found: dict[tuple[Any, ...], dict[str, Any]] = {}

    def look(self: Assets, get_response: Any = None, settings: Any = ours) -> None:
        asked = tuple(getattr(settings, name) for name in _READ)
        if settings is not ours or asked not in found:
            really(self, get_response, settings)
            if settings is ours:
                found[asked] = vars(self).copy()
        else:
            vars(self).update(found[asked], get_response=get_response)

    Assets.__init__ = look  # type: ignore[method-assign]
