"""Who mail comes from, as it stands now: read once for each batch."""

from __future__ import annotations

from holdfast.kernel.models import Installation
from holdfast.notices.mail import Sender
from holdfast.vendor.models import the_vendor


def the_sender() -> Sender:
    """The vendor, the installation's name in our mail, and the attachments' store."""
    return Sender(the_vendor(), instance_name(), _read_file)


def instance_name() -> str:
    """What `X-Holdfast-Instance` holds in all our mail; what comes in with it is our own, come back (T19)."""
    identity = Installation.objects.values_list("identity", flat=True).first()
    return identity.hex if identity is not None else ""


def _read_file(sha256: str) -> bytes | None:
    from holdfast.files.storage import read_given_out

    return read_given_out(sha256)
