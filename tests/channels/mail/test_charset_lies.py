"""Whatever charset a mail declares, and whatever it is really written in, it is read and never refused (T24)."""

from __future__ import annotations

from base64 import b64encode
from quopri import encodestring

import pytest

from holdfast.channels.mail.reading.message import read_message

WRITTEN = {
    "utf-8": "Grüße, 日本 €",
    "utf-16": "Grüße, 日本 €",
    "iso-8859-1": "Grüße",
    "iso-8859-2": "Příliš žluťoučký",
    "iso-8859-5": "Добрый день",
    "iso-8859-7": "Καλημέρα",
    "iso-8859-8": "שלום",
    "iso-8859-9": "Şikâyet ğ",
    "iso-8859-13": "Ačiū už žinutę",
    "iso-8859-15": "Grüße €",
    "windows-1250": "Příliš žluťoučký",
    "windows-1251": "Добрый день",
    "windows-1252": "“Grüße” €",
    "windows-1253": "Καλημέρα",
    "windows-1254": "Şikâyet ğ",
    "windows-1255": "שלום",
    "windows-1256": "مرحبا",
    "windows-1257": "Ačiū už žinutę",
    "windows-1258": "Xin chào",
    "koi8-r": "Добрый день",
    "koi8-u": "Добрий день",
    "ibm850": "Grüße",
    "tis-620": "สวัสดี",
    "gb2312": "中文邮件",
    "gbk": "中文邮件",
    "gb18030": "中文邮件 镕",
    "big5": "中文郵件",
    "shift_jis": "日本語のメール",
    "euc-jp": "日本語のメール",
    "iso-2022-jp": "日本語のメール",
    "euc-kr": "한국어 메일",
}
PYTHONS = {"tis-620": "cp874", "ibm850": "cp850"}
LABELS = (*WRITTEN, "us-ascii", "x-unknown", "utf-8\\0", "", "cp0")
ENCODINGS = {
    "8bit": lambda content: content,
    "base64": b64encode,
    "quoted-printable": encodestring,
}


def mail(content: bytes, *, label: str, encoding: str) -> bytes:
    head = (
        f'From: a@x.example\r\nSubject: x\r\nContent-Type: text/plain; charset="{label}"\r\n'
        f"Content-Transfer-Encoding: {encoding}\r\n\r\n"
    )
    return head.encode() + ENCODINGS[encoding](content) + b"\r\n"


def written(charset: str) -> bytes:
    return WRITTEN[charset].encode(PYTHONS.get(charset, charset))


TRUE = [
    (charset, encoding)
    for charset in WRITTEN
    for encoding in ENCODINGS
    if charset != "utf-16" or encoding == "base64"  # its line ends are two bytes, which nothing else carries
]


@pytest.mark.parametrize(("charset", "encoding"), TRUE)
def test_t24_a_charset_that_is_declared_truly_is_read_to_the_letter(charset: str, encoding: str) -> None:
    assert read_message(mail(written(charset), label=charset, encoding=encoding)).text == WRITTEN[charset]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("charset", WRITTEN)
def test_t24_a_charset_that_is_declared_wrongly_is_read_somehow_and_storable(
    charset: str, encoding: str
) -> None:
    for label in LABELS:
        text = read_message(mail(written(charset), label=label, encoding=encoding)).text
        assert text.strip()
        assert "\0" not in text
        text.encode()
        if charset == "utf-8" and label in ("us-ascii", "x-unknown", "", "cp0"):
            assert text == WRITTEN[charset]
