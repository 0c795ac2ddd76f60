"""Whether mail could leave at all, asked before anything starts."""

from __future__ import annotations

from holdfast.carriers.choice import choose_carrier
from holdfast.carriers.relay_address import BadRelay
from holdfast.project.trouble import Trouble


def require_wire() -> None:
    """Refuse a relay or provider whose settings can't be understood; nobody is called yet."""
    try:
        choose_carrier().close()
    except BadRelay as wrong:
        raise Trouble(str(wrong)) from None
