"""The kinds of pages, and of what the one stylesheet and the scripts of each are made, in order."""

from __future__ import annotations

_BOTH = (
    "tone promise promise-card countdown btn field check choice seg pri stage badge count dot kbd avatar card"
    " items dl sec menu dialog toast banner empty skel msg event file composer steps ladder fold offline"
    " person prose article brand newer table stats log uptime rule drop tabs"
)
_DESK = "calling editor pline row bulk chart meter heat act duty-weeks chats"
_SITE = "hero title ticket-line reach"
_LONE = (
    "brand tone btn field check choice items pri badge card toast banner steps ladder avatar count or prose"
    " offline"
)


def _sheet(layouts: str, components: str) -> tuple[str, ...]:
    named = [f"css/layout/{name}.css" for name in layouts.split()]
    named += [f"css/components/{name}.css" for name in components.split()]
    return ("css/tokens.css", "css/base.css", *named, "css/utilities.css")


def _words(names: str) -> tuple[str, ...]:
    return tuple(names.split())


SHEETS: dict[str, tuple[str, ...]] = {
    "desk": _sheet("arrange desk sheet", f"{_BOTH} {_DESK} print"),
    "site": _sheet("arrange site sheet", f"{_BOTH} {_SITE} print"),
    "lone": _sheet("arrange lone", _LONE),
}
"""The stylesheet of each kind of page, and the files that it is joined from."""

_LIVE = (
    "time speak clocks theme menus dialogs toasts drafts composer busy icons files early"
    " stream hints live line swaps newer strips"
)

MODULES: dict[str, tuple[str, ...]] = {
    "desk": _words(f"{_LIVE} keyboard selection conversation shared"),
    "chats": _words("answers slash talks"),
    "editor": _words("formats"),
    "site": _words(f"{_LIVE} reading framed"),
    "lone": _words("time speak clocks toasts busy"),
}
"""The scripts of each kind of page, and of some pages beside; the entry has the kind's own name and imports them."""
