# ruff: noqa: E501
"""Header fields as they really come: RFC 2047 misused, addresses bent, dates invented (T24, T26)."""

from tests.channels.mail.corpus.case import Case


def _field(name: str, line: str | bytes, **expected: object) -> Case:
    raw = line.encode() if isinstance(line, str) else line
    return Case(
        name,
        raw + b"\nX-End: 1\n\nhello\n",
        {"from" if key == "sender" else key: value for key, value in expected.items()},
    )


def _box(name: str, address: str) -> dict[str, str]:
    return {"name": name, "address": address}


_SUBJECTS = [
    _field(
        "words", "Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe_aus?= =?utf-8?Q?_K=C3=B6ln?=", subject="Grüße aus Köln"
    ),
    _field("words_folded", "Subject: =?utf-8?B?R3LDvMOf?=\n =?utf-8?B?ZQ==?= end", subject="Grüße end"),
    _field("split_character", "Subject: =?utf-8?Q?Gr=C3?=\n =?utf-8?Q?=BC=C3=9Fe?=", subject="Grüße"),
    _field("split_base64", "Subject: =?UTF-8?B?R3LD?= =?UTF-8?B?vMOfZQ==?=", subject="Grüße"),
    _field("raw_utf8", "Subject: Grüße", subject="Grüße"),
    _field("raw_latin", b"Subject: Gr\xfc\xdfe", subject="Grüße"),
    _field("in_quotes", 'Subject: "=?utf-8?Q?Gr=C3=BC?="', subject='"Grü"'),
    _field("spaces_inside", "Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe aus Bonn?=", subject="Grüße aus Bonn"),
    _field("question_mark_inside", "Subject: =?utf-8?Q?Wie geht's?=20es?=", subject="Wie geht's? es"),
    _field("no_padding", "Subject: =?utf-8?b?R3LDvMOfZQ?=", subject="Grüße"),
    _field("language", "Subject: =?utf-8*de?Q?Gr=C3=BC?=", subject="Grü"),
    _field("lying_charset", "Subject: =?us-ascii?Q?Gr=C3=BC=C3=9Fe?=", subject="Grüße"),
    _field("unknown_charset", "Subject: =?x-unknown?Q?Gr=C3=BC?=", subject="Grü"),
    _field("gb2312", "Subject: =?gb2312?B?1tC5+g==?=", subject="中国"),
    _field("iso_2022_jp", "Subject: =?ISO-2022-JP?B?GyRCRnxLXBsoQg==?=", subject="日本"),
    _field("circled_one", "Subject: =?ISO-2022-JP?B?GyRCLSEbKEI=?=", subject="①"),
    _field("koi8", "Subject: =?koi8-r?B?8NLJ18XU?=", subject="Привет"),
    _field("cut_off", "Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe_aus", subject="Grüße aus"),
    _field(
        "encoded_line_break", "Subject: =?utf-8?Q?a=0D=0ABcc:_x@y.example?=", subject="a Bcc: x@y.example"
    ),
    _field("no_word", "Subject: what =? this ?= is", subject="what =? this ?= is"),
    _field("tab_folded", "Subject: one\n\ttwo", subject="one two"),
    _field("no_space_between", "Subject: Re:=?utf-8?Q?_Gr=C3=BC?=x", subject="Re: Grüx"),
    _field("missing", "X-Other: 1", subject=""),
]
_ADDRESSES = [
    _field("simple", "From: orla@client.example", sender=_box("", "orla@client.example")),
    _field(
        "named", "From: Orla Brandt <orla@client.example>", sender=_box("Orla Brandt", "orla@client.example")
    ),
    _field(
        "quoted",
        'From: "Brandt, Orla" <orla@client.example>',
        sender=_box("Brandt, Orla", "orla@client.example"),
    ),
    _field(
        "comma_unquoted",
        "From: Brandt, Orla <orla@client.example>",
        sender=_box("Brandt, Orla", "orla@client.example"),
    ),
    _field(
        "commented",
        "From: orla@client.example (Orla Brandt)",
        sender=_box("Orla Brandt", "orla@client.example"),
    ),
    _field(
        "name_only_in_comment",
        'From: "" (Mail Delivery System)',
        sender=_box("Mail Delivery System", ""),
    ),
    _field(
        "address_in_the_name",
        'To: "Jan <jan@y.example>" <a@x.example>',
        to=[_box("Jan <jan@y.example>", "a@x.example")],
    ),
    _field("group_of_a_comment", "To: list: (nobody yet);", to=[]),
    _field(
        "address_only_in_comment",
        "From: =?iso-8859-2?Q?Namys=B3owska?= (orla@client.example)",
        sender=_box("Namysłowska", "orla@client.example"),
    ),
    _field(
        "first_of_two_without_address",
        "From: [??]\nFrom: Orla <orla@client.example>",
        sender=_box("Orla", "orla@client.example"),
    ),
    _field(
        "encoded_comma",
        "From: =?utf-8?Q?M=C3=BCller=2C_J=C3=B6rg?= <j@client.example>",
        sender=_box("Müller, Jörg", "j@client.example"),
    ),
    _field(
        "encoded_quoted",
        'From: "=?utf-8?Q?M=C3=BCller?=" <j@client.example>',
        sender=_box("Müller", "j@client.example"),
    ),
    _field(
        "address_as_name",
        'From: "orla@client.example" <real@other.example>',
        sender=_box("orla@client.example", "real@other.example"),
    ),
    _field(
        "no_closing_bracket", "From: Orla <orla@client.example", sender=_box("Orla", "orla@client.example")
    ),
    _field(
        "no_opening_bracket", "From: Orla orla@client.example>", sender=_box("Orla", "orla@client.example")
    ),
    _field("mailto", "From: <mailto:orla@client.example>", sender=_box("", "orla@client.example")),
    _field(
        "spaces_in_address", "From: Orla < orla @client.example >", sender=_box("Orla", "orla@client.example")
    ),
    _field("daemon", "From: MAILER-DAEMON", sender=_box("", "MAILER-DAEMON")),
    _field("name_only", "From: Orla Brandt", sender=_box("Orla Brandt", "")),
    _field("two_senders", "From: a@x.example, b@y.example", sender=_box("", "a@x.example")),
    _field("group", "To: undisclosed-recipients:;", to=[]),
    _field(
        "group_with_members",
        "To: Team: a@x.example, B <b@x.example>;",
        to=[_box("", "a@x.example"), _box("B", "b@x.example")],
    ),
    _field(
        "trailing_commas",
        "Cc: a@x.example,, b@x.example,",
        cc=[_box("", "a@x.example"), _box("", "b@x.example")],
    ),
    _field(
        "semicolons", "To: a@x.example; b@x.example", to=[_box("", "a@x.example"), _box("", "b@x.example")]
    ),
    _field(
        "encoded_line_break_in_name",
        "From: =?utf-8?Q?a=0AX-Evil:_1?= <a@x.example>",
        sender=_box("a X-Evil: 1", "a@x.example"),
    ),
    _field("smtputf8", "From: Jörg <jörg@käse.example>", sender=_box("Jörg", "jörg@käse.example")),
    _field(
        "all_encoded",
        "From: =?utf-8?Q?Orla_<orla=40client.example>?=",
        sender=_box("Orla", "orla@client.example"),
    ),
    _field("no_from", "To: a@x.example", sender=None),
    _field("empty_from", "From:", sender=None),
    _field(
        "quoted_local_part",
        'From: "orla brandt"@client.example',
        sender=_box("", '"orla brandt"@client.example'),
    ),
    _field(
        "escaped_quote",
        'From: "Orla \\"O\\" Brandt" <orla@client.example>',
        sender=_box('Orla "O" Brandt', "orla@client.example"),
    ),
]
_DATES = [
    _field("rfc", "Date: Mon, 5 Jan 2026 10:00:00 +0100", date="2026-01-05T10:00:00+01:00"),
    _field("no_weekday", "Date: 5 Jan 2026 10:00 -0500", date="2026-01-05T10:00:00-05:00"),
    _field("zone_comment", "Date: Mon, 5 Jan 2026 10:00:00 +0000 (GMT)", date="2026-01-05T10:00:00+00:00"),
    _field("zone_name", "Date: Mon, 5 Jan 2026 10:00:00 EST", date="2026-01-05T10:00:00-05:00"),
    _field("two_digit_year", "Date: Mon, 05 Jan 26 10:00:00 GMT", date="2026-01-05T10:00:00+00:00"),
    _field("gmt_plus", "Date: Mon, 5 Jan 2026 10:00:00 GMT+0100", date="2026-01-05T10:00:00+01:00"),
    _field("colon_zone", "Date: Mon, 5 Jan 2026 10:00:00 +01:00", date="2026-01-05T10:00:00+01:00"),
    _field("iso", "Date: 2026-01-05T10:00:00Z", date="2026-01-05T10:00:00+00:00"),
    _field("iso_space", "Date: 2026-01-05 10:00:00 +0100", date="2026-01-05T10:00:00+01:00"),
    _field("dots", "Date: Mon, 5 Jan 2026 10.00.00 +0100", date="2026-01-05T10:00:00+01:00"),
    _field("leap_second", "Date: Wed, 31 Dec 2025 23:59:60 +0000", date="2025-12-31T23:59:59+00:00"),
    _field("nonsense", "Date: yesterday", date=None),
    _field("impossible", "Date: Mon, 35 Jan 2026 10:00:00 +0100", date=None),
    _field("huge", "Date: Mon, 5 Jan 99999999999999999999 10:00:00 +0100", date=None),
]
_IDS = [
    _field("id", "Message-ID: <a.b@x.example>", message_id="<a.b@x.example>"),
    _field("id_without_brackets", "Message-ID: a.b@x.example", message_id="<a.b@x.example>"),
    _field("id_folded", "Message-ID:\n <a.b@x.example>", message_id="<a.b@x.example>"),
    _field("id_empty", "Message-ID: ", message_id=None),
    _field(
        "in_reply_to_with_words",
        'In-Reply-To: Your message of "Mon" <a@x.example>',
        in_reply_to="<a@x.example>",
    ),
    _field(
        "references",
        "References: <a@x.example>\n\t<b@x.example><c@x.example> <a@x.example>",
        references=["<a@x.example>", "<b@x.example>", "<c@x.example>"],
    ),
]

_RAW = [
    _field(f"raw_{codec}_{number}", b"Subject: " + text.encode(codec), subject=text)
    for codec, texts in {
        "koi8-r": ("Счет на оплату", "Отчет"),
        "cp1251": ("Заявка по договору 412", "СРОЧНО: заявка"),
        "cp932": ("日本語のメール件名", "ご連絡"),
        "euc_jp": ("お見積りの件",),
        "gb18030": ("你好，请查收附件", "优惠代开发票"),
        "cp950": ("會議通知",),
        "cp949": ("[광고]대출 상담", "안녕하세요"),
        "cp1253": ("Καλημέρα σας",),
        "cp1255": ("שלום לכולם",),
        "cp1252": ("“Grüße” aus Köln", "ÄÖÜ", "naïve café"),
    }.items()
    for number, text in enumerate(texts)
]
_RAW += [
    _field(
        "raw_like_its_body",
        "Subject: СРОЧНО\nContent-Type: text/plain; charset=windows-1251".encode("cp1251"),
        subject="СРОЧНО",
    ),
    _field(
        "raw_name_beside_an_address",
        "From: Иванов Пётр <petr@client.example>".encode("koi8-r"),
        sender=_box("Иванов Пётр", "petr@client.example"),
    ),
    _field("raw_with_mark", b"Subject: \xef\xbb\xbfhello", subject="hello"),
]
_OLD_SYNTAX = [
    _field(
        "rfc822_spaces_and_comments",
        "From  : Jan Both <jan@client(our client).  example>\nTo    : Mary\n\t  \n <mary@vendor.example>\nDate  : Fri, 21 Nov 1997 09(comment):   55  :  06 -0600\nMessage-ID  : <1234   @   local(blah)  .client .example>",
        sender=_box("Jan Both", "jan@client.example"),
        to=[_box("Mary", "mary@vendor.example")],
        date="1997-11-21T09:55:06-06:00",
        message_id="<1234@local.client.example>",
    ),
    _field(
        "rfc822_comments_in_groups",
        "To:A Group(Some people)\n     :Jan <j@(Jan's host.)client.example>,\n  orla@client.example,\n  Kim <kim@client.example>; (the end)\nCc:(Empty list)(start)Undisclosed recipients  :(nobody(that I know))  ;",
        to=[
            _box("Jan", "j@client.example"),
            _box("", "orla@client.example"),
            _box("Kim", "kim@client.example"),
        ],
        cc=[],
    ),
    _field(
        "rfc822_route_and_spaced_dot",
        "To: Mary <@relay.example:mary@vendor.example>, , jan@client   . example",
        to=[_box("Mary", "mary@vendor.example"), _box("", "jan@client.example")],
    ),
    _field(
        "daemon_with_comment",
        "From: MAILER-DAEMON (Mail Delivery System)",
        sender=_box("Mail Delivery System", "MAILER-DAEMON"),
    ),
    _field("nobody_quoted", 'To: "Undisclosed recipients:;"', to=[]),
    _field("nobody_bare", "To: undisclosed-recipients", to=[]),
    _field("nobody_in_brackets", "To: <Undisclosed-Recipient:;>", to=[]),
    _field("address_in_quotes", 'From: "jan@client.example"', sender=_box("", "jan@client.example")),
    _field(
        "outlook_mailto", "From: Jan [mailto:jan@client.example]", sender=_box("Jan", "jan@client.example")
    ),
    _field(
        "colon_in_name", "From: Acme 12:30 <a@client.example>", sender=_box("Acme 12:30", "a@client.example")
    ),
    _field(
        "spaces_between", "To: a@x.example b@y.example", to=[_box("", "a@x.example"), _box("", "b@y.example")]
    ),
    _field(
        "comma_forgotten",
        "To: Jan <a@x.example> Kim <b@y.example>",
        to=[_box("Jan", "a@x.example"), _box("Kim", "b@y.example")],
    ),
    _field(
        "raw_spaces_and_comma_in_word",
        "From: =?UTF-8?Q?M=C3=BCller, J?= <j@client.example>",
        sender=_box("Müller, J", "j@client.example"),
    ),
]
_DATES += [
    _field("cet", "Date: Mon, 5 Jan 2026 10:00:00 CET", date="2026-01-05T10:00:00+01:00"),
    _field("unix_date_with_zone", "Date: Mon Jan  5 10:00:00 JST 2026", date="2026-01-05T10:00:00+09:00"),
    _field(
        "next_field_stuck_to_zone",
        "Date: Mon, 5 Jan 2026 10:00:00 +0100Received: from a.example\n\tby b.example; Tue, 6 Jan 2026 11:00:00 +0000 (UTC)",
        date="2026-01-05T10:00:00+01:00",
    ),
    _field("short_zone", "Date: Mon, 5 Jan 2026 10:00:00 +01", date="2026-01-05T10:00:00+01:00"),
    _field("fraction", "Date: Mon, 5 Jan 2026 10:00:00.123 +0100", date="2026-01-05T10:00:00+01:00"),
    _field("three_digit_year", "Date: Mon, 5 Jan 126 10:00:00 +0100", date="2026-01-05T10:00:00+01:00"),
    _field("long_weekday", "Date: Monday 5 Jan 2026 10:00 +0100", date="2026-01-05T10:00:00+01:00"),
    _field("sept", "Date: Wed, 10 Sept 2014 10:00:00 +0530", date="2014-09-10T10:00:00+05:30"),
    _field("german_month", "Date: Di, 15 Dez 2026 10:00:00 +0100", date="2026-12-15T10:00:00+01:00"),
    _field("french_month", "Date: lun., 05 févr. 2026 10:00:00 +0100", date="2026-02-05T10:00:00+01:00"),
    _field("russian_month", "Date: 05 янв 2026 10:00:00 +0300", date="2026-01-05T10:00:00+03:00"),
    _field("hour_24", "Date: Mon, 5 Jan 2026 24:00:00 +0100", date=None),
]
_IDS += [
    _field("answers_words_only", 'In-Reply-To: Message from jan@x.example of "Mon"', in_reply_to=None),
    _field(
        "answers_person_and_id",
        'In-Reply-To: Message from Jan <jan@x.example> of "Mon" <a@x.example>',
        in_reply_to="<a@x.example>",
    ),
    _field("encoded_ids", "References: =?utf-8?Q?=3Ca=40x.example=3E?=", references=["<a@x.example>"]),
    _field(
        "references_commas",
        "References: <a@x.example>,<b@x.example>",
        references=["<a@x.example>", "<b@x.example>"],
    ),
]

CASES = _SUBJECTS + _ADDRESSES + _RAW + _OLD_SYNTAX + _DATES + _IDS
