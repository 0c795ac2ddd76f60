"""The tags and filters of every page; each takes plain values and asks nobody."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo
from functools import cache
from typing import Any

from django import template
from django.conf import settings
from django.middleware.csrf import get_token
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from holdfast.kernel.spans import span_text
from holdfast.look import assets, clocks, icons, once, pieces
from holdfast.look.frames import SiteFrame
from holdfast.look.kinds import MODULES

register = template.Library()

register.filter("span_text", span_text)
register.simple_tag(icons.icon, name="icon")
register.simple_tag(pieces.promise_chip, name="promise_chip")
register.simple_tag(pieces.clock_attributes, name="clock_attributes")
register.simple_tag(pieces.clock_inside, name="clock_inside")
register.simple_tag(pieces.clock_mark, name="clock_mark")
register.simple_tag(pieces.clock_words, name="clock_words")
register.simple_tag(pieces.priority_badge, name="priority")
register.simple_tag(pieces.stage_bar, name="stage")
register.simple_tag(pieces.count, name="count")
register.simple_tag(pieces.alert, name="alert")


@register.simple_tag
def clock(shown: clocks.Clock) -> SafeString:
    """A clock inside a sentence."""
    return pieces.promise_chip(shown, bare=True)


@register.simple_tag
def avatar(name: object, size: str = "", square: bool = False, hidden: bool = False) -> SafeString:
    """A person or a client as a tile; `None` or an empty name is nobody."""
    return pieces.avatar(str(name) if name else "", size=size, square=square, hidden=hidden)


@register.simple_tag(takes_context=True)
def when(
    context: Context,
    at: datetime | None,
    now: datetime | None = None,
    zone: tzinfo | None = None,
    inside: bool = False,
) -> SafeString:
    """An instant in the reader's zone; today is that of `now`, given, of the context, or the machine's.

    `inside`: in the midst of a sentence.
    """
    if at is None:
        return SafeString("")
    now = now or context.get("now") or datetime.now(UTC)
    return pieces.when(at, now=now, zone=zone or timezone.get_current_timezone(), inside=inside)


@register.simple_tag(takes_context=True)
def csrf_field(context: Context) -> SafeString:
    """The hidden proof that a form is ours; unlike Django's it works in a part included with `only`."""
    request = getattr(context, "request", None)
    if request is None:
        return SafeString("")
    if not hasattr(request, "form_field"):  # each call makes another, and one serves all forms of a page
        field = '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
        request.form_field = format_html(field, get_token(request))
    return SafeString(request.form_field)


@register.simple_tag(takes_context=True)
def once_field(context: Context) -> SafeString:
    """The hidden name of a form whose door does it once (`look.once`)."""
    request = getattr(context, "request", None)
    if request is None:
        return SafeString("")
    return format_html('<input type="hidden" name="{}" value="{}">', once.FIELD, once.name_for(request))


@register.simple_tag
def control(field: Any, hint: bool = True, **attributes: str) -> SafeString:
    """A form's control with our class, its hint (if shown) and errors linked to it for those who listen."""
    said = {name.replace("_", "-"): value for name, value in attributes.items()}
    widget = field.field.widget
    if getattr(widget, "input_type", "text") not in ("checkbox", "radio", "file", "hidden"):
        said.setdefault("class", "input")
    about = [f"{field.auto_id}-hint"] if hint and field.help_text else []
    if field.errors:
        about.append(f"{field.auto_id}-error")
        said["aria-invalid"] = "true"
    if about:
        said["aria-describedby"] = " ".join(about)
    return SafeString(field.as_widget(attrs=said))


@register.simple_tag
def note_of(notes: Mapping[str, str] | None, value: object) -> str:
    """The line that stands under one choice."""
    return (notes or {}).get(str(value), "")


@register.simple_tag
def styles(kind: str) -> SafeString:
    """The links to the styles of one kind of page: desk, site or lone."""
    return _styles(kind, str(settings.STATIC_URL), settings.DEBUG)


@cache
def _styles(kind: str, static_url: str, as_they_lie: bool) -> SafeString:
    addresses = assets.stylesheets(kind, static_url=static_url, as_they_lie=as_they_lie)
    return SafeString("\n".join(f'<link rel="stylesheet" href="{escape(each)}">' for each in addresses))


@register.simple_tag
def theme_line() -> SafeString:
    """The inline script that sets a chosen theme before the first paint; the policy holds its hash."""
    return SafeString(f"<script>{assets.THEME_LINE}</script>")


@register.simple_tag
def scripts(kind: str) -> SafeString:
    """The import map, the modules of one kind of page fetched ahead, its entry, and htmx."""
    return _scripts(kind, str(settings.STATIC_URL), settings.DEBUG)


@cache
def _scripts(kind: str, static_url: str, as_they_lie: bool) -> SafeString:
    where: dict[str, Any] = {"static_url": static_url, "as_they_lie": as_they_lie}
    lines = [f'<script type="importmap">{assets.import_map(**where)}</script>']
    lines += _ahead(kind, where)
    if kind != "lone":
        htmx = "django_htmx/htmx-2.min.js" if as_they_lie else assets.htmx().name
        lines.append(f'<script src="{static_url}{htmx}" defer></script>')
    lines.append(_entry(kind, where))
    return SafeString("\n".join(lines))


@register.simple_tag
def more_scripts(kind: str) -> SafeString:
    """What one page has beside the scripts of its kind."""
    return _more_scripts(kind, str(settings.STATIC_URL), settings.DEBUG)


@cache
def _more_scripts(kind: str, static_url: str, as_they_lie: bool) -> SafeString:
    where: dict[str, Any] = {"static_url": static_url, "as_they_lie": as_they_lie}
    return SafeString("\n".join([*_ahead(kind, where), _entry(kind, where)]))


def _ahead(kind: str, where: dict[str, Any]) -> list[str]:
    addresses = [assets.script_address(name, **where) for name in MODULES[kind]]
    return [f'<link rel="modulepreload" href="{each}">' for each in addresses]


def _entry(kind: str, where: dict[str, Any]) -> str:
    return f'<script type="module" src="{assets.script_address(kind, **where)}"></script>'


@register.simple_tag
def chat_script(frame: SiteFrame) -> SafeString:
    """The live chat as any site embeds it; a page that offers none has none."""
    if not frame.chat_url:
        return SafeString("")
    line = '<script src="{}" data-identity="{}" defer></script>'
    return format_html(line, frame.chat_url, frame.chat_identity)


@register.simple_tag
def symbols_url() -> str:
    """Where the browser finds the icons that a page did not bring."""
    return str(settings.STATIC_URL) + ("icons.svg" if settings.DEBUG else assets.all_symbols().name)


@register.tag
def with_icons(parser: Parser, token: Token) -> WithIcons:
    """Around a page's body: adds, at its end, the symbols that it uses."""
    inside = parser.parse(("endwith_icons",))
    parser.delete_first_token()
    return WithIcons(inside)


class WithIcons(template.Node):
    def __init__(self, inside: NodeList) -> None:
        self.inside = inside

    def render(self, context: Context) -> SafeString:
        body = self.inside.render(context)
        return SafeString(body + icons.sprite(body))
