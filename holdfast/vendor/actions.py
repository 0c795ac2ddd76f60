"""The vendor's settings are changed; who may, the caller has asked (people live on this same floor)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from zoneinfo import available_timezones

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from holdfast.kernel import clock
from holdfast.kernel.actor import Actor
from holdfast.kernel.facts import record
from holdfast.kernel.refusal import Refused
from holdfast.kernel.text import one_line
from holdfast.vendor.facts import VendorChanged
from holdfast.vendor.models import Vendor

_PHONE: Final = re.compile(r"\+?[0-9][0-9 ()./-]{3,38}")
_HOST: Final = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,198}[A-Za-z0-9])?")


@transaction.atomic
def change_vendor(
    *,
    name: str,
    support_address: str,
    phone: str = "",
    time_zone: str = "UTC",
    trusted_authserv_id: str = "",
    other_addresses: Sequence[str] | None = None,
    by: Actor,
    at: datetime | None = None,
) -> Vendor:
    """Make or change the one row of the vendor; its first change is the set-up. Nothing changed records nothing.

    Without `other_addresses` they stay. Refused at the field: `no_name`, `no_address`, `no_phone`, `no_zone`,
    `no_host`, `somebodys_address`.
    """
    vendor = Vendor.objects.select_for_update().first() or Vendor()
    wanted: dict[str, str | list[str]] = {
        "name": require_name(name),
        "support_address": require_address(support_address, field="support_address"),
        "phone": _require_phone(phone),
        "time_zone": _require_zone(time_zone),
        "trusted_authserv_id": _require_host(trusted_authserv_id),
    }
    if other_addresses is not None:
        wanted["other_addresses"] = [
            require_address(each, field="other_addresses") for each in other_addresses
        ]
    _require_nobodys(wanted)
    changed = tuple(field for field, value in wanted.items() if getattr(vendor, field) != value)
    at = at or clock.now()
    if not changed and vendor.set_up_at is not None:
        return vendor
    for field, value in wanted.items():
        setattr(vendor, field, value)
    vendor.set_up_at = vendor.set_up_at or at
    vendor.save()
    record(VendorChanged(changed=changed), by=by, at=at)
    return vendor


def _require_nobodys(wanted: Mapping[str, str | list[str]]) -> None:
    """Refuse an address that somebody here reads as their own: what is written to them would be our own mail."""
    everybody = get_user_model()._default_manager
    for field in ("support_address", "other_addresses"):
        said = wanted.get(field, [])
        ours = [said] if isinstance(said, str) else said
        if (person := everybody.filter(email__in=ours).first()) is not None:
            raise Refused(
                f"{person.email} is the address of somebody here, and no mail would reach them any more."
                " Support needs an address of its own.",
                code="somebodys_address",
                field=field,
            )


def require_name(name: str) -> str:
    """The vendor's name as clients know it."""
    name = one_line(name)
    if not 1 <= len(name) <= 120:
        raise Refused("Say the name that clients know, at most 120 characters.", code="no_name", field="name")
    return name


def require_address(address: str, *, field: str) -> str:
    """A mail address of ours in lower case; no plus sign, for what stands behind one is ours to add."""
    address = address.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise Refused(
            f"“{one_line(address, limit=80)}” is no mail address.", code="no_address", field=field
        ) from None
    if len(address) > 254 or "+" in address.partition("@")[0]:
        raise Refused(
            "Give the address itself, without anything behind a plus sign.", code="no_address", field=field
        )
    return address


def _require_phone(phone: str) -> str:
    phone = one_line(phone, limit=41)
    if phone and not _PHONE.fullmatch(phone):
        raise Refused("Write the number like +1 202 555 0143.", code="no_phone", field="phone")
    return phone


def _require_zone(zone: str) -> str:
    if zone not in available_timezones():
        raise Refused("There is no such time zone; one is Europe/Berlin.", code="no_zone", field="time_zone")
    return zone


def _require_host(host: str) -> str:
    host = host.strip().lower()
    if host and not _HOST.fullmatch(host):
        raise Refused(
            "This is the name that your relay writes, like mx.pellucid.example.",
            code="no_host",
            field="trusted_authserv_id",
        )
    return host
