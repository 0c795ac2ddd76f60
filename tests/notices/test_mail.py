"""The mail itself: headers, threads, tokens, words."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from holdfast.files.models import StoredFile, Verdict
from holdfast.files.storage import store
from holdfast.notices.addresses import bounce_token
from holdfast.notices.letters import Reader
from holdfast.notices.mail import LOOP_HEADER, write_mail
from holdfast.notices.models import Delivery, Notice
from holdfast.notices.queries import row_of
from holdfast.notices.sender import instance_name, the_sender
from holdfast.people.models import Person
from holdfast.vendor.models import Vendor
from tests.notices.letters import NOON, Time, row, tell

ROOT = "<first-mail@client.example>"


def mail_to(person: Person, notice: Notice) -> EmailMessage:
    return parsed(write_mail(notice, row(notice, person), the_sender()).message)


def parsed(message: bytes) -> EmailMessage:
    mail = message_from_bytes(message, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    return mail


def words(mail: EmailMessage, subtype: str) -> str:
    part = mail.get_body((subtype,))
    assert part is not None
    return str(part.get_content())


def test_an_automatic_mail_says_so_and_a_persons_reply_does_not(mara: Person) -> None:
    marks = ("Auto-Submitted", "X-Auto-Response-Suppress", "List-Id")
    automatic = mail_to(mara, tell(mara))
    assert [automatic[mark] for mark in marks] == ["auto-generated", "All", "<notices.vendor.example>"]
    reply = mail_to(mara, tell(mara, is_automatic=False, from_name="Ana Kos"))
    assert [reply[mark] for mark in marks] == [None, None, None]
    assert str(reply["From"]) == "Ana Kos <support@vendor.example>"


def test_an_acknowledgement_is_auto_replied(stranger: Person) -> None:
    assert mail_to(stranger, tell(stranger, kind="acknowledgement"))["Auto-Submitted"] == "auto-replied"


def test_everybody_gets_a_mail_of_their_own(mara: Person, teo: Person) -> None:
    notice = tell(mara, teo)
    for person, other in ((mara, teo), (teo, mara)):
        mail = write_mail(notice, row(notice, person), the_sender())
        assert getaddresses([str(parsed(mail.message)["To"])]) == [(person.name, person.email)]
        assert mail.to == person.email
        assert other.email.encode() not in mail.message
        assert parsed(mail.message)["Cc"] is None


def test_mails_of_one_thread_hang_together(mara: Person) -> None:
    first = tell(mara, thread_root=ROOT)
    second = tell(mara, thread_root=ROOT, answers_to="<their-reply@client.example>")
    third = tell(mara, thread_root=ROOT)
    ids = [row(notice, mara).mail_id for notice in (first, second, third)]
    mails = [mail_to(mara, notice) for notice in (first, second, third)]
    assert [mail["Message-ID"] for mail in mails] == ids
    assert [mail["In-Reply-To"] for mail in mails] == [ROOT, "<their-reply@client.example>", ids[1]]
    assert [mail["References"].split() for mail in mails] == [
        [ROOT],
        [ROOT, ids[0], "<their-reply@client.example>"],
        [ROOT, ids[1]],
    ]
    assert {str(mail["Subject"]) for mail in mails} == {"A word"}


@pytest.mark.parametrize("root", ["not an id", "<a@b> <c@d>", "<a@b>\r\nBcc: x@y.example", "<ä@b>"])
def test_a_root_that_is_no_message_id_is_left_away(mara: Person, root: str) -> None:
    mail = mail_to(mara, tell(mara, thread_root=root))
    assert mail["References"] is None
    assert mail["Bcc"] is None


def test_answers_come_back_with_their_token(mara: Person) -> None:
    notice = tell(mara, readers=[Reader(mara, to_client=True, reply_token="t412.abc")])
    assert str(mail_to(mara, notice)["Reply-To"]) == "support+t412.abc@vendor.example"


def test_a_bounce_finds_its_row_by_the_address_it_comes_back_to(mara: Person) -> None:
    notice = tell(mara)
    delivery = row(notice, mara)
    envelope_from = write_mail(notice, delivery, the_sender()).envelope_from
    assert envelope_from == f"support+b{delivery.token}@vendor.example"
    assert row_of(bounce_token(envelope_from.upper()) or "") == delivery
    assert row_of(delivery.mail_id) == delivery
    assert bounce_token("support+t412.abc@vendor.example") is None
    assert row_of("%") is None


def test_t19_every_mail_names_this_installation(mara: Person) -> None:
    assert mail_to(mara, tell(mara))[LOOP_HEADER] == instance_name() != ""


def test_the_same_row_gives_the_same_mail(mara: Person, time: Time) -> None:
    notice = tell(mara, said={"sent_at": NOON})
    mails = set()
    for _ in range(2):
        mails.add(write_mail(Notice.objects.get(pk=notice.pk), row(notice, mara), the_sender()))
        time.forward(hours=3)
    assert len(mails) == 1


def test_words_are_plain_and_html_with_times_in_the_readers_zone(mara: Person) -> None:
    mail = mail_to(mara, tell(mara, said={"sent_at": NOON, "heading": "<b>&"}))
    text, html = words(mail, "plain"), words(mail, "html")
    assert "Tue 24 November, 12:00 UTC, 07:00 in New York" in text
    assert "+1 202 555 0143" in text
    assert "Tue 24 November, 12:00 UTC, 07:00 in New York" in html
    assert "&lt;b&gt;&amp;" in html
    assert "prefers-color-scheme: dark" in html
    assert "<img" not in html
    assert len(mail.as_bytes()) < 30_000


def test_all_links_of_a_mail_look_alike_whoever_made_them(mara: Person) -> None:
    address = "https://vendor.example/5/?style=plain"
    typed = tell(mara, kind="plain", said={"text": f"See {address} for more."})
    of_a_template = tell(mara, kind="promise_warned", said={"desk_url": address, "due_at": NOON})
    for notice in (typed, of_a_template):
        html = words(mail_to(mara, notice), "html")
        (link,) = re.findall("<a [^>]*>", html)
        assert 'class="link" style="color:#155f76"' in link
        assert ".link { color: #7fd0e4 !important }" in html  # and in the dark


def test_attachments_come_along(mara: Person) -> None:
    content = b"%PDF-1.7 \x00\xff binary"
    sha256 = store(content, at=NOON).sha256
    assert sha256 == hashlib.sha256(content).hexdigest()
    name = "Größe \u202e, \r\nBcc.pdf"
    files = [{"sha256": sha256, "filename": name, "media_type": "application/pdf"}]
    (part,) = mail_to(mara, tell(mara, files=files)).iter_attachments()
    assert part.get_filename() == "Größe , Bcc.pdf"
    assert (part.get_content_type(), part.get_content()) == ("application/pdf", content)


def test_t39_an_infected_file_is_left_out_of_a_mail_and_said_to_be(mara: Person) -> None:
    bad, good = store(b"a virus", at=NOON), store(b"col,umn", at=NOON)
    StoredFile.objects.filter(pk=bad.pk).update(verdict=Verdict.INFECTED)
    files = [
        {"sha256": each.pk, "filename": f"{each.size}.csv", "media_type": "text/csv"} for each in (bad, good)
    ]
    mail = mail_to(mara, tell(mara, is_automatic=False, files=files))
    _, left_out, given = mail.iter_parts()
    assert (left_out.get_filename(), given.get_content()) == (None, "col,umn")
    assert left_out.get_content().strip() == "A virus was found in 7.csv: it is left out here."
    assert b64encode(b"a virus") not in mail.as_bytes()


def test_t15_a_file_name_adds_no_header(mara: Person) -> None:
    sha256 = store(b"x", at=NOON).sha256
    files = [{"sha256": sha256, "filename": ENCODED, "media_type": "text/x\r\nBcc: evil@evil.example"}]
    notice = tell(mara, files=files)
    assert b"\nBcc" not in write_mail(notice, row(notice, mara), the_sender()).message


def test_before_the_set_up_a_mail_can_be_shown_too(mara: Person) -> None:
    Vendor.objects.all().delete()
    assert "support@localhost" in str(mail_to(mara, tell(mara))["From"])


HOSTILE = st.text(
    alphabet=st.one_of(
        st.sampled_from('\r\n\u2028\u2029\x85\x0b\x00\u202e,;:<>@"\\()= ?'),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=120,
)
HEADERS = ("From", "To", "Reply-To", "Subject", "Date", "Message-ID", "In-Reply-To", "References")
HEADERS += ("MIME-Version", "Content-Type")
ENCODED = "=?utf-8?q?x=0D=0ABcc:_evil=40evil.example?="


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=HOSTILE, subject=HOSTILE, from_name=HOSTILE, why=HOSTILE)
@example(name=ENCODED, subject=ENCODED, from_name=ENCODED, why=ENCODED)
@example(
    name='Müller, "Hans" <evil@evil.example>', subject="a\r\nBcc: evil@evil.example", from_name="x,", why=""
)
@example(name="ä" * 75 + ", b", subject="ä" * 120, from_name="é" * 79 + '"', why="")
def test_t15_no_value_can_add_a_header_or_a_recipient(
    vendor: Vendor, name: str, subject: str, from_name: str, why: str
) -> None:
    notice = Notice(
        kind="test_mail",
        about="matter-1",
        is_automatic=False,
        subject=subject,
        from_name=from_name,
        said={"why": why, "heading": name, "status": subject},
        thread_root=ROOT,
    )
    delivery = Delivery(
        address="mara@client.example",
        name=name,
        subject=subject,
        mail_id=f"<{'a' * 26}@vendor.example>",
        written_at=NOON,
    )
    mail = write_mail(notice, delivery, the_sender())
    head, _, _ = mail.message.partition(b"\r\n\r\n")
    names = [line.split(b":")[0].decode() for line in head.split(b"\r\n") if line[:1] not in (b" ", b"\t")]
    assert sorted(names) == sorted([*HEADERS, LOOP_HEADER])
    assert b"\n" not in head.replace(b"\r\n", b"")
    message = parsed(mail.message)
    assert [each.addr_spec for each in message["To"].addresses] == ["mara@client.example"]
    assert [each.addr_spec for each in message["From"].addresses] == ["support@vendor.example"]
    assert mail.to == "mara@client.example"


@pytest.mark.parametrize("length", [70, 84, 85, 86, 118])
def test_a_preview_shows_a_link_whole_or_not_at_all(mara: Person, length: int) -> None:
    link = "https://vendor.example/status/4f2a/"
    notice = tell(
        mara, kind="plain", said={"text": f"{'x' * length} {link} and more of it, on and on, and on."}
    )
    hidden = re.search(r'<div style="display:none[^>]*>([^<]*)</div>', words(mail_to(mara, notice), "html"))
    assert hidden is not None and hidden[1].startswith("x" * length)
    assert len(hidden[1]) <= 120 and hidden[1].endswith("…")
    assert ("https" in hidden[1]) is (link in hidden[1]) is (length < 84)
