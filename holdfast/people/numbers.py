"""Telephone numbers as they are compared (E.164), and as they are read."""

from __future__ import annotations

from typing import Final

import phonenumbers

from holdfast.kernel.refusal import Refused
from holdfast.vendor.models import the_vendor

LONGEST: Final = 16
"""A plus sign and fifteen digits."""


def e164(typed: str) -> str:
    """The number that was meant, as `+12025550143`; nothing where none can be made of it.

    One without its country is taken for one of the vendor's own.
    """
    try:
        found = phonenumbers.parse(typed[:60], _region() if "+" not in typed else None)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(found):
        return ""
    return phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164)


def require_number(typed: str, *, field: str) -> str:
    """The same, or a refusal at the field: `no_number`."""
    if number := e164(typed):
        return number
    raise Refused("Write the number with its country: +1 202 555 0143.", code="no_number", field=field)


def readable(number: str) -> str:
    """A number of ours as people read it: `+1 202-555-0143`."""
    try:
        found = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return number or "a withheld number"
    return phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def _region() -> str | None:
    """The country of the vendor's own telephone."""
    try:
        return phonenumbers.region_code_for_number(phonenumbers.parse(the_vendor().phone, None))
    except phonenumbers.NumberParseException:
        return None
