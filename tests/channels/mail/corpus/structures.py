# ruff: noqa: E501
"""MIME in all its arrangements: which part is the body, which an attachment, which shown inside (T31, T32, T39)."""

from base64 import b64encode
from itertools import permutations

from tests.channels.mail.corpus.case import Case

_HEAD = "From: Orla Brandt <orla@client.example>\nTo: support@vendor.example\nSubject: Papers\nMIME-Version: 1.0\n"
_PIXEL = b64encode(b"\x89PNG\r\n\x1a\n" + b"p" * 40).decode()


def _mail(
    name: str, body: str, says: tuple[str, ...] = (), hides: tuple[str, ...] = (), **expected: object
) -> Case:
    return Case(name, (_HEAD + body).encode(), expected, says, hides)


def _file(filename: str | None, content_type: str, size: int, inline: bool = False) -> dict[str, object]:
    return {"filename": filename, "content_type": content_type, "size": size, "inline": inline}


def _named(
    name: str, disposition: str, wanted: str | None, content_type: str = "application/octet-stream"
) -> Case:
    return _mail(
        f"filename_{name}",
        f'Content-Type: multipart/mixed; boundary="b1"\n\n--b1\nContent-Type: text/plain\n\nhello\n--b1\nContent-Type: {content_type}\nContent-Disposition: {disposition}\n\nabc\n--b1--\n',
        attachments=[_file(wanted, content_type.split(";")[0], 3)],
        text="hello",
    )


_IMAGE = "Content-Type: image/png; name=logo.png\nContent-Transfer-Encoding: base64\n"


def _nested(*order: str) -> Case:
    """The usual three containers in this order, the outermost first, each with what it is for beside the next one."""
    beside = {
        "alternative": ("Content-Type: text/plain\n\nplain\n", ""),
        "related": ("", f"{_IMAGE}Content-ID: <i1@x>\n\n{_PIXEL}\n"),
        "mixed": ("", "Content-Type: application/pdf; name=a.pdf\n\n%PDF\n"),
    }
    inner = 'Content-Type: text/html\n\n<p>rich <img src="cid:i1@x"></p>\n'
    for kind in reversed(order):
        parts = "".join(f"--{kind}\n{part}" for part in (beside[kind][0], inner, beside[kind][1]) if part)
        inner = f"Content-Type: multipart/{kind}; boundary={kind}\n\n{parts}--{kind}--\n"
    files = [_file("logo.png", "image/png", 48, True), _file("a.pdf", "application/pdf", 4)]
    return _mail(
        "_in_".join(reversed(order)),
        inner,
        text="plain",
        html='<p>rich <img src="cid:i1@x"></p>',
        attachments=files if order.index("related") > order.index("mixed") else files[::-1],
    )


CASES = [
    *(_nested(*order) for order in permutations(("alternative", "mixed", "related"))),
    _mail("plain_only", "\nhello\n", text="hello", html=None, attachments=[]),
    _mail(
        "html_only",
        "Content-Type: text/html\n\n<p>hello</p>",
        text="hello",
        html="<p>hello</p>",
        attachments=[],
    ),
    Case(
        "first_field_indented",
        b" From: Orla Brandt <orla@client.example>\nSubject: Papers\n\nhello\n",
        {
            "from": {"name": "Orla Brandt", "address": "orla@client.example"},
            "subject": "Papers",
            "text": "hello",
        },
    ),
    _mail("only_a_colon_for_a_field", ": Papers\n\nhello\n", text="hello", subject="Papers"),
    _mail(
        "two_types",
        "Content-Type: text/plain\nContent-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\nplain\n--b\nContent-Type: text/html\n\n<p>rich</p>\n--b--\n",
        text="plain",
        html="<p>rich</p>",
        attachments=[],
    ),
    _mail(
        "digest_of_messages",
        "Content-Type: multipart/digest; boundary=b\n\n--b\n\nContent-Type: text/plain\nSubject: one\n\nfirst\n--b\n\nFrom: a@x.example\n\nsecond\n--b--\n",
        text="",
        attachments=[_file(None, "message/rfc822", 44), _file(None, "message/rfc822", 25)],
    ),
    _mail(
        "alternative_with_a_name",
        "Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\nplain\n--b\nContent-Type: text/html; name=page.html\n\n<p>rich</p>\n--b--\n",
        text="plain",
        html="<p>rich</p>",
        attachments=[],
    ),
    _mail(
        "alternative",
        "Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\nplain\n--b\nContent-Type: text/html\n\n<p>rich</p>\n--b--\n",
        text="plain",
        html="<p>rich</p>",
        attachments=[],
    ),
    _mail(
        "related_inside_alternative",
        f'Content-Type: multipart/alternative; boundary="a"\n\n--a\nContent-Type: text/plain\n\nplain\n--a\nContent-Type: multipart/related; boundary="r"\n\n--r\nContent-Type: text/html\n\n<p>rich <img src="cid:i1@x"></p>\n--r\n{_IMAGE}Content-ID: <i1@x>\n\n{_PIXEL}\n--r--\n--a--\n',
        text="plain",
        attachments=[_file("logo.png", "image/png", 48, True)],
    ),
    _mail(
        "alternative_inside_related_inside_mixed",
        f'Content-Type: multipart/mixed; boundary="m"\n\n--m\nContent-Type: multipart/related; boundary="r"; type="multipart/alternative"\n\n--r\nContent-Type: multipart/alternative; boundary="a"\n\n--a\nContent-Type: text/plain\n\nplain\n--a\nContent-Type: text/html\n\n<p>rich <img src="cid:i1"></p>\n--a--\n--r\n{_IMAGE}Content-ID: <i1>\nContent-Disposition: inline; filename="logo.png"\n\n{_PIXEL}\n--r--\n--m\nContent-Type: application/pdf; name="a.pdf"\nContent-Disposition: attachment; filename="a.pdf"\n\n%PDF\n--m--\n',
        text="plain",
        attachments=[_file("logo.png", "image/png", 48, True), _file("a.pdf", "application/pdf", 4)],
    ),
    _mail(
        "apple_split_plain",
        f'Content-Type: multipart/mixed; boundary="m"\n\n--m\nContent-Type: text/plain; charset=us-ascii\n\nabove\n\n--m\n{_IMAGE}Content-Disposition: inline; filename=logo.png\n\n{_PIXEL}\n--m\nContent-Type: text/plain; charset=us-ascii\n\nbelow\n--m--\n',
        text="above\nbelow",
        attachments=[_file("logo.png", "image/png", 48, True)],
    ),
    _mail(
        "apple_split_html",
        'Content-Type: multipart/alternative; boundary="a"\n\n--a\nContent-Type: text/plain\n\nabove\nbelow\n--a\nContent-Type: multipart/mixed; boundary="m"\n\n--m\nContent-Type: text/html\n\n<p>above</p>\n--m\nContent-Type: application/pdf; name=a.pdf\nContent-Disposition: inline; filename=a.pdf\n\n%PDF\n--m\nContent-Type: text/html\n\n<p>below</p>\n--m--\n--a--\n',
        text="above\nbelow",
        html="<p>above</p>\n<p>below</p>",
        attachments=[_file("a.pdf", "application/pdf", 4)],
    ),
    _mail(
        "attached_text",
        'Content-Type: multipart/mixed; boundary="m"\n\n--m\nContent-Type: text/plain\n\nsee file\n--m\nContent-Type: text/plain; name=log.txt\nContent-Disposition: attachment; filename=log.txt\n\nline\n--m--\n',
        text="see file",
        attachments=[_file("log.txt", "text/plain", 4)],
    ),
    _mail(
        "attached_text_first",
        'Content-Type: multipart/mixed; boundary="m"\n\n--m\nContent-Type: text/plain; name=log.txt\nContent-Disposition: attachment; filename=log.txt\n\nline\n--m\nContent-Type: text/plain\n\nsee file\n--m--\n',
        text="see file",
        attachments=[_file("log.txt", "text/plain", 4)],
    ),
    _mail(
        "list_footer",
        'Content-Type: multipart/mixed; boundary="m"\n\n--m\nContent-Type: multipart/alternative; boundary="a"\n\n--a\nContent-Type: text/plain\n\nwords\n--a\nContent-Type: text/html\n\n<p>words</p>\n--a--\n--m\nContent-Type: text/plain; charset=us-ascii\nContent-Disposition: inline\n\n____\nUsers list\n--m--\n',
        text="words\n____\nUsers list",
        html="<p>words</p>",
        attachments=[],
    ),
    _mail(
        "words_below_the_html",
        f'Content-Type: multipart/mixed; boundary="m"\n\n--m\nContent-Type: text/html\n\n<p>above <img src="cid:i1"></p>\n--m\n{_IMAGE}Content-ID: <i1>\n\n{_PIXEL}\n--m\nContent-Type: text/plain\n\nbelow\n--m--\n',
        text="above\nbelow",
        attachments=[_file("logo.png", "image/png", 48, True)],
    ),
    _mail(
        "mixed_doubles",
        'Content-Type: multipart/mixed; boundary="m"\n\n--m\nContent-Type: text/plain\n\nthe very same words\n--m\nContent-Type: text/html\n\n<p>the very same words</p>\n--m--\n',
        text="the very same words",
        attachments=[],
    ),
    _mail(
        "forwarded_as_attachment",
        'Content-Type: multipart/mixed; boundary="m"\n\n--m\nContent-Type: text/plain\n\nsee below\n--m\nContent-Type: message/rfc822\n\nFrom: a@x.example\nSubject: inner\nContent-Type: multipart/mixed; boundary="i"\n\n--i\nContent-Type: application/pdf; name=secret.pdf\n\nx\n--i--\n\n--m--\n',
        text="see below",
        attachments=[_file(None, "message/rfc822", 138)],
    ),
    _mail(
        "calendar_alternative",
        'Content-Type: multipart/mixed; boundary="m"\n\n--m\nContent-Type: multipart/alternative; boundary="a"\n\n--a\nContent-Type: text/plain\n\nYou are invited\n--a\nContent-Type: text/calendar; charset=utf-8; method=REQUEST\n\nBEGIN:VCALENDAR\nEND:VCALENDAR\n--a--\n--m\nContent-Type: application/ics; name="invite.ics"\nContent-Disposition: attachment; filename="invite.ics"\n\nBEGIN:VCALENDAR\n--m--\n',
        text="You are invited",
        attachments=[_file("invite.ics", "application/ics", 15)],
    ),
    _mail(
        "calendar_alone",
        "Content-Type: text/calendar; method=REPLY\n\nBEGIN:VCALENDAR\n",
        text="",
        attachments=[_file(None, "text/calendar", 16)],
    ),
    _mail(
        "smime_signed",
        'Content-Type: multipart/signed; protocol="application/pkcs7-signature"; micalg=sha-256; boundary="s"\n\n--s\nContent-Type: text/plain\n\nsigned words\n--s\nContent-Type: application/pkcs7-signature; name="smime.p7s"\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment; filename="smime.p7s"\n\nQUJD\n--s--\n',
        text="signed words",
        attachments=[_file("smime.p7s", "application/pkcs7-signature", 3)],
    ),
    _mail(
        "smime_opaque",
        'Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name="smime.p7m"\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment; filename="smime.p7m"\n\nQUJD\n',
        text="",
        attachments=[_file("smime.p7m", "application/pkcs7-mime", 3)],
    ),
    _mail(
        "pgp_mime",
        'Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary="p"\n\n--p\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--p\nContent-Type: application/octet-stream; name="encrypted.asc"\nContent-Disposition: inline; filename="encrypted.asc"\n\n-----BEGIN PGP MESSAGE-----\n--p--\n',
        text="",
        attachments=[
            _file(None, "application/pgp-encrypted", 10),
            _file("encrypted.asc", "application/octet-stream", 27),
        ],
    ),
    _mail(
        "flowed",
        "Content-Type: text/plain; charset=utf-8; format=flowed\n\nThis is one long \nparagraph in two lines.\n\n  indented\n> quoted and \n> flowed\n-- \nOrla\n",
        text="This is one long paragraph in two lines.\n\n indented\n> quoted and flowed\n-- \nOrla",
    ),
    _mail(
        "flowed_delsp",
        "Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes\n\nこれは \nひとつ \nです\n",
        text="これはひとつです",
    ),
    _mail(
        "no_boundary_parameter",
        "Content-Type: multipart/mixed\n\n--zz\nContent-Type: text/plain\n\nhello\n--zz\nContent-Type: image/png; name=a.png\n\nxyz\n--zz--\n",
        text="hello",
        attachments=[_file("a.png", "image/png", 3)],
    ),
    _mail(
        "wrong_boundary",
        'Content-Type: multipart/mixed; boundary="other"\n\n--zz\nContent-Type: text/plain\n\nhello\n--zz--\n',
        text="hello",
        attachments=[],
    ),
    _mail(
        "no_final_boundary",
        'Content-Type: multipart/mixed; boundary="zz"\n\n--zz\nContent-Type: text/plain\n\nhello\n--zz\nContent-Type: text/html; name=x.html\nContent-Disposition: attachment\n\n<p>cut',
        text="hello",
        attachments=[_file("x.html", "text/html", 6)],
    ),
    _mail(
        "boundary_never_used",
        'Content-Type: multipart/alternative; boundary="zz"\n\njust words\n',
        text="just words",
        attachments=[],
    ),
    _mail(
        "boundary_prefix_of_another",
        'Content-Type: multipart/mixed; boundary="ab"\n\n--ab\nContent-Type: multipart/alternative; boundary="abc"\n\n--abc\nContent-Type: text/plain\n\nhello\n--abc--\n--ab--\n',
        text="hello",
        attachments=[],
    ),
    _mail("type_missing_altogether", "\n--zz\nContent-Type: text/plain\n\nhello\n--zz--\n", text="hello"),
    _mail("bad_type", "Content-Type: text\n\nhello\n", text="hello"),
    _mail("type_without_semicolon", "Content-Type: text/plain charset=utf-8\n\ngrün\n", text="grün"),
    _mail(
        "no_blank_line_before_body",
        "This line is no field\nand neither is this.\n",
        text="This line is no field\nand neither is this.",
    ),
    _mail(
        "false_base64",
        "Content-Transfer-Encoding: base64\n\nThis is no base64 at all, but plain words.\n",
        text="This is no base64 at all, but plain words.",
    ),
    _mail(
        "base64_with_footer",
        "Content-Transfer-Encoding: base64\n\naGVsbG8=\n\n____\nUsers mailing list\n",
        text="hello\n____\nUsers mailing list",
    ),
    _mail(
        "base64_with_footer_and_no_padding",
        "Content-Transfer-Encoding: base64\n\naGVsbG8gd29ybGQh\n\n____\nUsers mailing list\n",
        text="hello world!\n____\nUsers mailing list",
    ),
    _mail("base64_cut", "Content-Transfer-Encoding: base64\n\naGVsbG8gd29ybGQ\n", text="hello world"),
    _mail(
        "quoted_printable_bad",
        "Content-Transfer-Encoding: Quoted-Printable\nContent-Type: text/plain; charset=utf-8\n\nna=C3=AFve =ZZ 100=\n% = x\n",
        text="naïve =ZZ 100% = x",
    ),
    _mail("unknown_encoding", "Content-Transfer-Encoding: x-whatever\n\nhello\n", text="hello"),
    _mail(
        "uuencoded",
        "\nsee file\n\nbegin 644 a.txt\n#0V%T\n`\nend\n\nbye\n",
        text="see file\n\n\n\nbye",
        attachments=[_file("a.txt", "text/plain", 3)],
    ),
    _mail(
        "begin_in_prose",
        "\nWe\nbegin 644 tests today.\nThe end\nend\n",
        text="We\nbegin 644 tests today.\nThe end\nend",
        attachments=[],
    ),
    _mail(
        "html_called_plain",
        "Content-Type: text/plain\n\n<html><body><p>hello</p></body></html>\n",
        text="hello",
    ),
    _mail(
        "pdf_inside_alternative",
        'Content-Type: multipart/alternative; boundary="a"\n\n--a\nContent-Type: text/plain\n\nwords\n--a\nContent-Type: application/pdf; name=a.pdf\n\n%PDF\n--a--\n',
        text="words",
        attachments=[_file("a.pdf", "application/pdf", 4)],
    ),
    _mail(
        "unreferenced_cid",
        f'Content-Type: multipart/related; boundary="r"\n\n--r\nContent-Type: text/html\n\n<p>rich</p>\n--r\n{_IMAGE}Content-ID: <i9>\n\n{_PIXEL}\n--r--\n',
        attachments=[_file("logo.png", "image/png", 48, False)],
    ),
    _mail(
        "broken_tnef",
        'Content-Type: multipart/mixed; boundary="m"\n\n--m\nContent-Type: text/plain\n\nhello\n--m\nContent-Type: application/ms-tnef; name="winmail.dat"\nContent-Disposition: attachment; filename="winmail.dat"\n\nno tnef\n--m--\n',
        text="hello",
        attachments=[_file("winmail.dat", "application/ms-tnef", 7)],
    ),
    _named("raw_japanese_with_a_quote_inside", 'attachment; filename="\x1b$B$"\x1b(B.pdf"', "あ.pdf"),
    _named("plain", 'attachment; filename="a b.pdf"', "a b.pdf"),
    _named("unquoted", "attachment; filename=a b.pdf", "a b.pdf"),
    _named("extended", "attachment; filename*=UTF-8''na%C3%AFve%20%E2%82%AC.pdf", "naïve €.pdf"),
    _named(
        "extended_over_plain",
        "attachment; filename=\"x.pdf\"; filename*=iso-8859-1'de'gr%FCn.pdf",
        "grün.pdf",
    ),
    _named(
        "continued",
        'attachment;\n filename*0="a very long ";\n filename*1="name.pdf"',
        "a very long name.pdf",
    ),
    _named(
        "continued_extended",
        "attachment;\n filename*0*=UTF-8''%E2%82;\n filename*1*=%AC%20;\n filename*2=\"end.pdf\"",
        "€ end.pdf",
    ),
    _named("encoded_word", 'attachment; filename="=?utf-8?B?Z3LDvG4ucGRm?="', "grün.pdf"),
    _named("encoded_word_unquoted", "attachment; filename==?utf-8?Q?gr=C3=BCn.pdf?=", "grün.pdf"),
    _named("encoded_word_twice", 'attachment; filename="=?utf-8?Q?gr=C3?= =?utf-8?Q?=BCn.pdf?="', "grün.pdf"),
    _named("raw_utf8", 'attachment; filename="grün.pdf"', "grün.pdf"),
    _named("path", 'attachment; filename="../../etc/passwd"', "passwd"),
    _named("windows_path", 'attachment; filename="C:\\Users\\orla\\a.pdf"', "a.pdf"),
    _named("bidi", 'attachment; filename="a\u202efdp.exe"', "afdp.exe"),
    _named("only_dots", 'attachment; filename=".."', None),
    _named("from_type", "attachment", "t.bin", 'application/octet-stream; name="t.bin"'),
    _named("type_rfc2231", "attachment", "€.bin", "application/octet-stream; name*=utf-8''%E2%82%AC.bin"),
]


def _ber(tag: int, *pieces: bytes) -> bytes:
    content = b"".join(pieces)
    size = len(content).to_bytes(2, "big")
    return bytes((tag, 0x82)) + size + content


def _endless(tag: int, *pieces: bytes) -> bytes:
    """The same with a length that only the end tells."""
    return bytes((tag, 0x80)) + b"".join(pieces) + bytes(2)


_SIGNED_DATA = _ber(0x06, bytes.fromhex("2a864886f70d010702"))
_PLAIN_DATA = _ber(0x06, bytes.fromhex("2a864886f70d010701"))
_VERSION = _ber(0x02, b"\1") + _ber(0x31)
_INSIDE = b'Content-Type: multipart/mixed; boundary="i"\r\n\r\n--i\r\nContent-Type: text/plain\r\n\r\ninside\r\n--i\r\nContent-Type: application/pdf; name=a.pdf\r\n\r\n%PDF\r\n--i--\r\n'
_SIGNED = _ber(
    0x30,
    _SIGNED_DATA,
    _ber(
        0xA0,
        _ber(0x30, _VERSION, _ber(0x30, _PLAIN_DATA, _ber(0xA0, _ber(0x04, _INSIDE))), _ber(0x31)),
    ),
)
_SIGNED_IN_PIECES = _endless(
    0x30,
    _SIGNED_DATA,
    _endless(
        0xA0,
        _endless(
            0x30,
            _VERSION,
            _endless(
                0x30,
                _PLAIN_DATA,
                _endless(0xA0, _endless(0x24, _ber(0x04, _INSIDE[:60]), _ber(0x04, _INSIDE[60:]))),
            ),
            _ber(0x31),
        ),
    ),
)


def _opaque(name: str, blob: bytes, kind: str = "application/pkcs7-mime; smime-type=signed-data") -> Case:
    """Signed in one piece: what was signed is the body, the signature stays a file."""
    content_type = kind.split(";")[0]
    return _mail(
        name,
        f"Content-Type: {kind}; name=smime.p7m\nContent-Transfer-Encoding: base64\n\n{b64encode(blob).decode()}\n",
        text="inside",
        attachments=[_file("smime.p7m", content_type, len(blob)), _file("a.pdf", "application/pdf", 4)],
    )


def _tnef_integer(level: int, attribute: int, data: bytes) -> bytes:
    return (
        bytes([level])
        + attribute.to_bytes(4, "little")
        + len(data).to_bytes(4, "little")
        + data
        + (sum(data) & 0xFFFF).to_bytes(2, "little")
    )


def _tnef_head() -> bytes:
    signature = (0x223E9F78).to_bytes(4, "little") + (1).to_bytes(2, "little")
    return signature + _tnef_integer(1, 0x00089006, (0x00010000).to_bytes(4, "little"))


def winmail() -> bytes:
    """A small TNEF blob with one file, written by hand after [MS-OXTNEF]."""
    blob = _tnef_head()
    blob += _tnef_integer(2, 0x00069002, bytes(14))
    blob += _tnef_integer(2, 0x00018010, b"report.txt\x00")
    blob += _tnef_integer(2, 0x0006800F, b"inside the blob")
    return blob


_TNEF = b64encode(winmail()).decode()
_TNEF_OF_NOTHING = _tnef_head() + _tnef_integer(1, 0x0002800C, b"\x00")
CASES += [
    _opaque("signed_in_one_piece", _SIGNED),
    _opaque("signed_in_one_piece_of_unknown_length", _SIGNED_IN_PIECES),
    _opaque("signed_in_one_piece_as_a_file", _SIGNED, "application/octet-stream"),
    _mail(
        "signed_in_one_piece_cut_short",
        f"Content-Type: application/pkcs7-mime; name=smime.p7m\nContent-Transfer-Encoding: base64\n\n{b64encode(_SIGNED[:90]).decode()}\n",
        text="",
        attachments=[_file("smime.p7m", "application/pkcs7-mime", 90)],
    ),
    _mail(
        "tnef",
        f'Content-Type: multipart/mixed; boundary="m"\n\n--m\nContent-Type: text/plain\n\nhello\n--m\nContent-Type: application/ms-tnef; name="winmail.dat"\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment; filename="winmail.dat"\n\n{_TNEF}\n--m--\n',
        text="hello",
        attachments=[_file("report.txt", "text/plain", 15)],
    ),
    _mail(
        "tnef_of_nothing",
        f'Content-Type: application/ms-tnef; name="winmail.dat"\nContent-Transfer-Encoding: base64\n\n{b64encode(_TNEF_OF_NOTHING).decode()}\n',
        text="",
        attachments=[_file("winmail.dat", "application/ms-tnef", len(_TNEF_OF_NOTHING))],
    ),
    Case(
        "with_mbox_line",
        b"From orla@client.example Mon Jan  5 10:00:00 2026\nFrom: Orla <orla@client.example>\nSubject: x\n\nhello\n",
        {"subject": "x", "text": "hello", "from": {"name": "Orla", "address": "orla@client.example"}},
    ),
    Case(
        "with_crlf",
        (_HEAD + "\nhello\nworld\n").replace("\n", "\r\n").encode(),
        {"text": "hello\nworld", "subject": "Papers"},
    ),
    Case(
        "with_bare_cr",
        (_HEAD + "\nhello\nworld\n").replace("\n", "\r").encode(),
        {"text": "hello\nworld", "subject": "Papers"},
    ),
]
CASES += [
    _named("single_quotes", "attachment; filename='a b.pdf'", "a b.pdf"),
    _named("without_semicolon", "attachment filename=a.pdf", "a.pdf"),
    _named("without_disposition", "filename=a.pdf", "a.pdf"),
    _mail(
        "filename_raw_like_the_body",
        'Content-Type: multipart/mixed; boundary="b1"\n\n--b1\nContent-Type: text/plain; charset=utf-8\n\nhello\n--b1\nContent-Type: a/b\nContent-Disposition: attachment; filename="中文.pdf"\n\nabc\n--b1--\n',
        attachments=[_file("中文.pdf", "a/b", 3)],
    ),
    Case(
        "filename_raw_gbk",
        (
            _HEAD
            + 'Content-Type: multipart/mixed; boundary="b1"\n\n--b1\n\nhello\n--b1\nContent-Type: a/b; name="中文文件.pdf"\n\nabc\n--b1--\n'
        ).encode("gbk"),
        {"attachments": [_file("中文文件.pdf", "a/b", 3)]},
    ),
    _mail(
        "only_text_called_attachment",
        "Content-Disposition: attachment\n\nhello\n",
        text="hello",
        attachments=[],
    ),
    _mail("type_in_quotes", 'Content-Type: "text/html"\n\n<p>hello</p>\n', text="hello"),
    _mail(
        "digest",
        "Content-Type: multipart/digest; boundary=d\n\n--d\n\nFrom: a@x.example\nSubject: one\n\nbody\n--d--\n",
        text="",
        attachments=[_file(None, "message/rfc822", 36)],
    ),
    _mail(
        "answer_of_one_face",
        "Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain; charset=utf-8\n\n[\U0001f60a]\n--b\nContent-Type: text/html\n\n<p><img src='cid:face'></p>\n--b--\n",
        text="[\U0001f60a]",
    ),
    _mail(
        "kind_of_file_without_subtype",
        "Content-Type: application-x-gzip; name=a.xml.gz\n\nabc",
        text="",
        attachments=[_file("a.xml.gz", "application/octet-stream", 3)],
    ),
    _mail("type_twice_in_one", "Content-Type: Content-Type: text/html\n\n<p>hello</p>\n", text="hello"),
    _mail(
        "part_that_begins_with_a_label",
        "Content-Type: multipart/mixed; boundary=d\n\n--d\n\nNote: this is text\n\nhello\n--d--\n",
        text="Note: this is text\n\nhello",
    ),
    _mail("unknown_text", "Content-Type: text/foo\n\nhello\n", text="hello", attachments=[]),
    _mail(
        "part_with_blank_line_before_its_fields",
        "Content-Type: multipart/mixed; boundary=d\n\n--d\n\nContent-Type: text/html\n\n<p>hello</p>\n--d--\n",
        text="hello",
    ),
    _mail(
        "amp_beside_plain",
        "Content-Type: multipart/alternative; boundary=d\n\n--d\nContent-Type: text/plain\n\nhello\n--d\nContent-Type: text/x-amp-html\n\n<p>other</p>\n--d--\n",
        text="hello",
        attachments=[],
    ),
    _mail(
        "enriched",
        "Content-Type: text/enriched\n\n<bold>Now</bold> is\nthe time\n\nfor <<all>\n",
        text="Now is the time\nfor <all>",
    ),
    _mail(
        "richtext",
        "Content-Type: text/richtext\n\n<bold>Now</bold> is<nl>the <lt>time\n",
        text="Now is\nthe <time",
    ),
    _mail(
        "cid_in_other_case",
        f'Content-Type: multipart/related; boundary="r"\n\n--r\nContent-Type: text/html\n\n<img src="CID:I9">\n--r\n{_IMAGE}Content-ID: <i9>\n\n{_PIXEL}\n--r--\n',
        attachments=[_file("logo.png", "image/png", 48, True)],
    ),
    Case(
        "leading_blank_lines",
        b"\n\nSubject: x\nFrom: a@x.example\n\nhello\n",
        {"subject": "x", "text": "hello"},
    ),
    Case(
        "line_ends_doubled_by_a_gateway",
        b"Subject: x\r\r\n\r\r\none\r\r\ntwo\r\r\n\r\r\nthree\r\r\n",
        {"subject": "x", "text": "one\ntwo\n\nthree"},
    ),
    Case("leading_mark", b"\xef\xbb\xbfSubject: x\n\nhello\n", {"subject": "x", "text": "hello"}),
    Case(
        "noise_among_the_fields",
        b"From: a@x.example\n=noise=\n%%\nSubject: x\n\nhello\n",
        {"subject": "x", "text": "hello"},
    ),
    Case("field_without_a_name", b": noise\nSubject: x\n\nhello\n", {"subject": "x", "text": "hello"}),
]
