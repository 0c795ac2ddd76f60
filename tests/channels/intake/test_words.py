"""What of a mail becomes the message: new words, quotes apart, attachments under safe names."""

from __future__ import annotations

from collections import Counter

import pytest

from holdfast.channels.mail.reading.message import ReadMessage, read_message
from holdfast.channels.mail.words import quoted_part, said_in
from holdfast.files.storage import read
from holdfast.people.models import Person
from holdfast.project.demo.world import World
from tests.channels.intake.letters import BRAM, ORLA, bring, letter
from tests.channels.mail.corpus import html_replies, plain_replies, reply_dialects, structures
from tests.portal.visiting import as_

MIXED = b"""From: Orla <orla@ospreylane.example>
To: support@pellucid.example
Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="m"

--m
Content-Type: multipart/related; boundary="r"

--r
Content-Type: text/html; charset=utf-8

<p>See <img src="cid:pic@x"><img src="https://track.example/x.gif"></p><script>alert(1)</script>
--r
Content-Type: image/png
Content-ID: <pic@x>
Content-Disposition: inline; filename="pic.png"
Content-Transfer-Encoding: base64

iVBORw0KGgoAAAANSUhEUg==
--r--
--m
Content-Type: text/html; name="page.html"
Content-Disposition: attachment; filename="../../page.html"

<script>alert(1)</script>
--m
Content-Type: application/pdf
Content-Disposition: attachment; filename="CON.pdf"

%PDF-1.4
--m
Content-Type: application/pdf
Content-Disposition: attachment; filename="CON.pdf"

%PDF-1.5
--m--
"""


@pytest.mark.django_db
def test_t32_t35_t36_attachments_are_kept_safely_and_the_html_is_cleaned(world: World):
    ticket = bring(MIXED).ticket
    assert ticket is not None
    assert ticket.subject == "Grüße"
    message = ticket.messages.get()
    assert "script" not in message.html
    assert "track.example" not in message.html
    assert 'src="cid:pic@x"' in message.html
    kept = {each.filename: each for each in message.attachments.select_related("file")}
    assert set(kept) == {"pic.png", "page.html", "_CON.pdf", "_CON (2).pdf"}
    assert (kept["pic.png"].is_inline, kept["pic.png"].content_id) == (True, "pic@x")
    assert kept["page.html"].file.media_type == "text/html"
    assert kept["pic.png"].file.media_type == "image/png"
    assert read(kept["_CON.pdf"].file_id).startswith(b"%PDF-1.4")
    assert len({each.key for each in kept.values()}) == 4


@pytest.mark.parametrize(
    ("text", "new", "quoted"),
    [
        ("Yes.\n\nOn Monday Ana wrote:\n> Is it?\n", "Yes.", "On Monday Ana wrote:\n> Is it?"),
        ("> one?\nyes\n> two?\nno", "yes\nno", "> one?\n> two?"),
        ("Only this.", "Only this.", ""),
        ("Only  this. ", "Only  this.", ""),
        ("a\nb", "something else", "a\nb"),
        ("", "", ""),
    ],
)
def test_what_is_quoted_is_kept_apart_and_nothing_is_lost(text: str, new: str, quoted: str):
    assert quoted_part(text, new) == quoted


def _said(read: ReadMessage):
    return said_in(read, author=Person(), attached=[], raw_mail=1, is_machine=False)


def test_t40_every_word_of_a_mail_is_shown_as_new_or_as_quoted():
    lost = {}
    for module in (plain_replies, reply_dialects, html_replies, structures):
        for case in module.CASES:
            read = read_message(case.raw)
            said = _said(read)
            if missing := Counter(read.text.split()) - Counter(f"{said.text} {said.quoted}".split()):
                lost[case.name] = missing
    assert lost == {}


def test_t31_html_that_says_a_part_only_is_not_shown_in_the_place_of_all_words():
    said = {case.name: _said(read_message(case.raw)) for case in structures.CASES}
    for name in ("words_below_the_html", "list_footer"):
        assert (said[name].html, said[name].quoted) == ("", "")
    assert said["words_below_the_html"].text == "above\nbelow"
    assert all(said[name].html for name in ("alternative", "apple_split_html", "mixed_doubles"))


def test_t40_what_is_quoted_is_folded_beside_the_new_words_for_us_and_for_the_client(world: World):
    plain = letter(
        sender=ORLA, text="It is back.\r\n\r\nOn Monday Ana <a@x.example> wrote:\r\n> OLDWORDS\r\n"
    )
    rich = letter(
        sender=BRAM,
        text="<p>So it is here.</p><blockquote type=cite>OLDWORDS</blockquote>",
        headers=(("MIME-Version", "1.0"), ("Content-Type", "text/html"), ("In-Reply-To", "<a@x.example>")),
    )
    for raw, new in ((plain, "It is back."), (rich, "So it is here.")):
        ticket = bring(raw).ticket
        assert ticket is not None
        assert ticket.messages.get().text == new
        for person, path in (
            (world.tobin, f"/desk/tickets/{ticket.pk}/"),
            (ticket.requester, f"/tickets/{ticket.pk}/"),
        ):
            shown, folded = as_(person).get(path).content.decode().split('<details class="fold">', 1)
            assert new in shown
            assert "OLDWORDS" not in shown
            assert "OLDWORDS" in folded.split("</details>", 1)[0]
