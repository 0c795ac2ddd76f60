"""Bodies whose charset is declared, mis-declared or not at all (T24)."""

from base64 import b64encode
from quopri import encodestring

from tests.channels.mail.corpus.case import Case

_GREEK, _RUSSIAN, _JAPANESE, _CHINESE, _KOREAN = (
    "Καλημέρα",
    "Добрый день, у нас не работает вход",
    "日本語のメール",
    "中文邮件内容测试",
    "한국어 메일",
)


def _body(name: str, content: bytes, label: str | None, wanted: str) -> Case:
    kind = f"Content-Type: text/plain; charset={label}\n" if label else ""
    return Case(
        name,
        f"From: a@x.example\nSubject: x\n{kind}Content-Transfer-Encoding: 8bit\n\n".encode()
        + content
        + b"\n",
        {"text": wanted},
    )


_PAIRS = [
    ("utf8", "Grüße €", "utf-8", "utf-8"),
    ("utf8_quoted", "Grüße €", "utf-8", '"utf-8"'),
    ("utf8_without_dash", "Grüße", "utf-8", "utf8"),
    ("latin1", "Grüße", "latin-1", "iso-8859-1"),
    ("latin1_is_cp1252", "“Grüße” €", "cp1252", "iso-8859-1"),
    ("latin9", "Grüße €", "iso8859-15", "iso-8859-15"),
    ("cp1252", "Grüße €", "cp1252", "windows-1252"),
    ("cp850", "Grüße", "cp850", "cp-850"),
    ("ibm850", "Grüße", "cp850", "IBM850"),
    ("latin2", "Příliš žluťoučký", "iso8859-2", "iso-8859-2"),
    ("cp1250", "Příliš žluťoučký", "cp1250", "windows-1250"),
    ("cp1251", _RUSSIAN, "cp1251", "windows-1251"),
    ("koi8", _RUSSIAN, "koi8-r", "koi8-r"),
    ("iso5", _RUSSIAN, "iso8859-5", "iso-8859-5"),
    ("iso7", _GREEK, "iso8859-7", "iso-8859-7"),
    ("cp1253", _GREEK, "cp1253", "windows-1253"),
    ("cp1254", "Şikâyet ğ", "cp1254", "iso-8859-9"),
    ("cp1255", "שלום", "cp1255", "windows-1255"),
    ("iso8i", "שלום", "iso8859-8", "iso-8859-8-i"),
    ("cp1256", "مرحبا", "cp1256", "windows-1256"),
    ("thai", "สวัสดี", "cp874", "tis-620"),
    ("gb2312_is_gb18030", "镕 中文", "gb18030", "gb2312"),
    ("gbk", _CHINESE, "gbk", "gbk"),
    ("hz", "中文", "hz", "hz-gb-2312"),
    ("big5", "中文郵件", "big5", "big5"),
    ("sjis_is_cp932", "①日本語", "cp932", "shift_jis"),
    ("x_sjis", _JAPANESE, "cp932", "x-sjis"),
    ("euc_jp", _JAPANESE, "euc_jp", "euc-jp"),
    ("jis", _JAPANESE, "iso2022_jp", "iso-2022-jp"),
    ("euc_kr", _KOREAN, "euc_kr", "euc-kr"),
    ("ks_c", "똠방각하", "cp949", "ks_c_5601-1987"),
    ("utf7", "Grüße", "utf-7", "unicode-1-1-utf-7"),
]

CASES = [_body(name, text.encode(codec), label, text) for name, text, codec, label in _PAIRS]
CASES += [
    _body("utf8_called_latin1", "Grüße €".encode(), "iso-8859-1", "Grüße €"),
    _body("utf8_called_ascii", "Grüße €".encode(), "us-ascii", "Grüße €"),
    _body("utf8_called_unknown", "Grüße".encode(), "x-unknown", "Grüße"),
    _body("utf8_unlabelled", _CHINESE.encode(), None, _CHINESE),
    _body(
        "latin_called_utf8",
        "Grüße an alle, schöne Tage und viel Glück für später".encode("latin-1"),
        "utf-8",
        "Grüße an alle, schöne Tage und viel Glück für später",
    ),
    _body("latin_unlabelled", "Grüße an alle".encode("latin-1"), None, "Grüße an alle"),
    _body("jis_unlabelled", _JAPANESE.encode("iso2022_jp"), None, _JAPANESE),
    _body("jis_called_utf8", _JAPANESE.encode("iso2022_jp"), "utf-8", _JAPANESE),
    _body("jis_with_circled_one", b"\x1b$B-!\x1b(B", "iso-2022-jp", "①"),
    Case(
        "utf16_called_utf8",
        b"Subject: x\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
        + b64encode("hello there".encode("utf-16")),
        {"text": "hello there"},
    ),
    _body("utf8_with_mark", b"\xef\xbb\xbfhello", "utf-8", "hello"),
    _body(
        "utf8_cut_in_a_character",
        "Grüße an alle Kölner Jecken ü".encode()[:-1],
        "utf-8",
        "Grüße an alle Kölner Jecken \ufffd",
    ),
    Case(
        "quoted_printable_cp1251",
        b"Subject: x\nContent-Type: text/plain; charset=windows-1251\nContent-Transfer-Encoding: quoted-printable\n\n"
        + encodestring(_RUSSIAN.encode("cp1251")),
        {"text": _RUSSIAN},
    ),
    Case(
        "base64_gb2312",
        b"Subject: x\nContent-Type: text/plain; charset=gb2312\nContent-Transfer-Encoding: base64\n\n"
        + b64encode(_CHINESE.encode("gbk")),
        {"text": _CHINESE},
    ),
    Case(
        "html_meta_charset",
        b"Subject: x\nContent-Type: text/html\n\n<meta http-equiv=Content-Type content='text/html; charset=windows-1251'><p>"
        + _RUSSIAN.encode("cp1251"),
        {"text": _RUSSIAN},
    ),
]
