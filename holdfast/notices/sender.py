"""Who mail comes from, as it stands now: read once for each batch."""

from __future__ import annotations

from holdfast.kernel.models import Installation
from holdfast.kernel.prepared import Prepared
from holdfast.notices.mail import Sender
from holdfast.vendor.models import the_vendor


def the_sender() -> Sender:
    """The vendor, the installation's name in our mail, and the attachments' store."""
    return Sender(the_vendor(), instance_name(), _read_file)


def instance_name() -> str:
    """What `X-Holdfast-Instance` holds in all our mail; what comes in with it is our own, come back (T19)."""
    installation = _installation.one()
    return installation.identity.hex if installation is not None else ""


_installation = Prepared(lambda: Installation.objects.all()[:1])


def _read_file(sha256: str) -> bytes | None:
    from holdfast.files.storage import read_given_out

    return read_given_out(sha256)
