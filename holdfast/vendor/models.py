"""The vendor: who runs this installation."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from holdfast.kernel.prepared import Prepared


class Vendor(models.Model):
    """The one row of what the vendor decides about the installation as a whole."""

    only = models.BooleanField(primary_key=True, default=True, editable=False)
    name = models.CharField(max_length=120, blank=True)
    support_address = models.CharField(max_length=254, blank=True)
    """The mail address under which clients reach support; replies carry a token behind a plus sign."""
    other_addresses = ArrayField(models.CharField(max_length=254), default=list, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    time_zone = models.CharField(max_length=60, default="UTC")
    trusted_authserv_id = models.CharField(max_length=200, blank=True)
    """The host name of the relay whose Authentication-Results are believed (RFC 8601); empty: none is."""
    demo_sink = models.BooleanField(default=False)
    set_up_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(only=True), name="vendor_is_one")]

    @property
    def own_addresses(self) -> set[str]:
        return {self.support_address.lower(), *(each.lower() for each in self.other_addresses)} - {""}


_row = Prepared(Vendor.objects.all)


def the_vendor() -> Vendor:
    """The vendor's row; before the set-up page is done, an empty one."""
    return _row.one() or Vendor()
