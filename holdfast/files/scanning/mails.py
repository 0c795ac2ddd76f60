"""A raw mail is no stored content: it is shown to the scanner when somebody asks for it (T39)."""

from __future__ import annotations

import io
from typing import Final

from django.conf import settings
from django.core.exceptions import PermissionDenied

from holdfast.files.models import Verdict
from holdfast.files.scanning.clamd import Clamd
from holdfast.files.scanning.clamd_address import read_clamd
from holdfast.files.scanning.scanner import Silent, Undecided

_PATIENCE: Final = 10.0


def require_mail_given_out(raw: bytes) -> None:
    """Raise PermissionDenied, with its reason, when the scanner finds a virus in the mail or in what it carries.

    As of an attachment: where there is no scanner, or it gives no verdict, the mail can be had.
    """
    if not settings.ENV.clamd:
        return
    try:
        answer = Clamd(read_clamd(settings.ENV.clamd), patience=_PATIENCE).scan(io.BytesIO(raw))
    except (Silent, Undecided):
        return
    if answer.verdict == Verdict.INFECTED:
        raise PermissionDenied(f"A virus was found in this mail ({answer.name}). It is given to nobody.")
