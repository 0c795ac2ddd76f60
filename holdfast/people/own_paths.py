"""Where somebody may be sent on to: paths of this installation and nothing else (T55)."""

from __future__ import annotations

from django.utils.http import url_has_allowed_host_and_scheme


def own_path(given: str) -> str:
    """The path when it leads nowhere but here, else nothing."""
    if not given.startswith("/") or given.startswith("//") or "\\" in given:
        return ""
    if any(ord(character) <= 32 or ord(character) == 127 for character in given):
        return ""
    return given if url_has_allowed_host_and_scheme(given, allowed_hosts=None) else ""
