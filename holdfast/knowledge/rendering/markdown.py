"""The parser: CommonMark with tables, struck words and bare links; HTML in the source is text like any other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from html import escape
from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.gfm_autolink import gfm_autolink_plugin

from holdfast.knowledge.rendering.code import highlight

OWN_FILE: Final = re.compile(r"/help/files/[a-z2-7]{26}/")
"""What an article may show as a picture: files of its own kind, never somebody else's (T36)."""

_BARE_LINKS: Final = "gfm_autolink_protocol"
_SCHEMES: Final = ("http", "https", "mailto", "xmpp")


@cache
def parser() -> MarkdownIt:
    """One for all; it keeps nothing between two texts."""
    md = MarkdownIt("commonmark", {"html": False, "highlight": highlight, "maxNesting": 30})
    md.enable(["table", "strikethrough"]).use(gfm_autolink_plugin)
    _look_back_seldom(md)
    md.add_render_rule("image", _image)
    md.add_render_rule("fence", _code)
    md.add_render_rule("code_block", _code)
    return md


def _look_back_seldom(md: MarkdownIt) -> None:
    """Ask the rule of bare links only behind a scheme: it goes over all of the paragraph at every colon."""
    ruler = md.inline.ruler
    rule = ruler.getRules("")[ruler.get_active_rules().index(_BARE_LINKS)]

    def behind_a_scheme(state: StateInline, silent: bool) -> bool:
        return state.pending.endswith(_SCHEMES) and rule(state, silent)

    ruler.at(_BARE_LINKS, behind_a_scheme)


def _image(self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType) -> str:
    """A picture of ours; anything else is a link that the reader follows or not."""
    token = tokens[at]
    address = str(token.attrs.get("src", ""))
    words = escape(self.renderInlineAsText(token.children, options, env) or "")
    if OWN_FILE.fullmatch(address):
        return f'<img src="{escape(address)}" alt="{words}" loading="lazy">'
    return f'<a href="{escape(address)}">{words or escape(address)}</a>'


def _code(self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType) -> str:
    token: Any = tokens[at]
    language = token.info.strip().partition(" ")[0].lower()
    return f'<pre class="code" tabindex="0"><code>{highlight(token.content, language)}</code></pre>\n'
