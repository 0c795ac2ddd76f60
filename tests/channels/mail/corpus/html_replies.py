# ruff: noqa: E501
"""Answers in HTML: the marks of each program, alone and beside plain text."""

from tests.channels.mail.corpus.case import Case, both_reply, html_reply

_OWN = "Thank you, it works now.\n\nOrla Brandt"
_OLD = "<div>Your ticket was received.</div><div><br></div><div>We will look at it.</div>"
_OUTLOOK_LABELS = {
    "english": ("From", "Sent", "To", "Subject"),
    "german": ("Von", "Gesendet", "An", "Betreff"),
    "french": ("De", "Envoyé", "À", "Objet"),
    "japanese": ("差出人", "送信日時", "宛先", "件名"),
    "unknown": ("Qwe", "Rty", "Uio", "Pas"),
}


def _word_page(own: str, rest: str) -> str:
    return (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8">'
        "<style><!--\n@font-face {font-family:Calibri;}\np.MsoNormal {margin:0cm;}\n--></style>"
        '<!--[if gte mso 9]><xml><o:shapedefaults v:ext="edit" spidmax="1026" /></xml><![endif]--></head>'
        f'<body lang="EN-GB" link="#0563C1"><div class="WordSection1">{own}{rest}</div></body></html>'
    )


_WORD_OWN = '<p class="MsoNormal">Thank you, it works now.<o:p></o:p></p><p class="MsoNormal"><o:p>&nbsp;</o:p></p><p class="MsoNormal">Orla Brandt<o:p></o:p></p>'


def _outlook(labels: tuple[str, str, str, str], colour: str = "#E1E1E1") -> str:
    sender, sent, to, subject = labels
    return _word_page(
        _WORD_OWN,
        f'<div><div style="border:none;border-top:solid {colour} 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal"><b><span lang="EN-US">{sender}:</span></b>'
        f'<span lang="EN-US"> Support &lt;support@vendor.example&gt; <br><b>{sent}:</b> 05 January 2026 10:00<br><b>{to}:</b> Orla Brandt &lt;orla@client.example&gt;<br>'
        f'<b>{subject}:</b> Ticket 412<o:p></o:p></span></p></div></div><p class="MsoNormal"><o:p>&nbsp;</o:p></p><p class="MsoNormal">Your ticket was received.<o:p></o:p></p>',
    )


_GMAIL = (
    '<div dir="ltr"><div>Thank you, it works now.</div><div><br></div><div>Orla Brandt</div></div><br><div class="gmail_quote gmail_quote_container">'
    '<div dir="ltr" class="gmail_attr">{attribution}<br></div><blockquote class="gmail_quote" '
    'style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex">'
    + _OLD
    + "</blockquote></div>\n"
)
_PAGES = {
    "gmail": _GMAIL.format(
        attribution='On Mon, Jan 5, 2026 at 10:00 AM Support &lt;<a href="mailto:support@vendor.example">support@vendor.example</a>&gt; wrote:'
    ),
    "gmail_unknown_language": _GMAIL.format(
        attribution='Xyz 5 abc 2026 qrs 10:00 Support &lt;<a href="mailto:support@vendor.example">support@vendor.example</a>&gt; fghij:'
    ),
    "gmail_old": '<div dir="ltr">Thank you, it works now.<div><br></div><div>Orla Brandt</div></div><div class="gmail_extra"><br><br><div class="gmail_quote">2014-03-20 8:48 GMT+01:00 Support <span dir="ltr">&lt;<a href="mailto:support@vendor.example" target="_blank">support@vendor.example</a>&gt;</span>:<br><blockquote class="gmail_quote" style="margin:0 0 0 .8ex;border-left:1px #ccc solid;padding-left:1ex">'
    + _OLD
    + "</blockquote></div><br></div>",
    "apple_mail": '<html><head></head><body style="word-wrap: break-word;"><div>Thank you, it works now.</div><div><br></div><div>Orla Brandt</div><div><br><blockquote type="cite"><div>On 5 Jan 2026, at 10:00, Support &lt;<a href="mailto:support@vendor.example">support@vendor.example</a>&gt; wrote:</div><br class="Apple-interchange-newline"><div>'
    + _OLD
    + "</div></blockquote></div><br></body></html>",
    "iphone": '<html><head></head><body dir="auto">Thank you, it works now.<div><br></div><div>Orla Brandt</div><div dir="ltr"><br><blockquote type="cite">On 5 Jan 2026, at 10:00, Support &lt;support@vendor.example&gt; wrote:<br><br></blockquote></div><blockquote type="cite"><div dir="ltr">﻿'
    + _OLD
    + "</div></blockquote></body></html>",
    "thunderbird": '<html><head></head><body text="#000000" bgcolor="#FFFFFF"><p>Thank you, it works now.</p><p>Orla Brandt</p><div class="moz-cite-prefix">On 1/5/26 10:00, Support wrote:<br></div><blockquote type="cite" cite="mid:t.8f1c@vendor.example">'
    + _OLD
    + "</blockquote><br></body></html>",
    "thunderbird_signature": '<html><body><p>Thank you, it works now.</p><div class="moz-signature">Orla Brandt</div><div class="moz-cite-prefix">Am 05.01.26 um 10:00 schrieb Support:<br></div><blockquote type="cite" cite="mid:t">'
    + _OLD
    + "</blockquote></body></html>",
    "outlook_word_english": _outlook(_OUTLOOK_LABELS["english"]),
    "outlook_word_german": _outlook(_OUTLOOK_LABELS["german"], "#B5C4DF"),
    "outlook_word_french": _outlook(_OUTLOOK_LABELS["french"]),
    "outlook_word_japanese": _outlook(_OUTLOOK_LABELS["japanese"]),
    "outlook_word_unknown_language": _outlook(_OUTLOOK_LABELS["unknown"]),
    "outlook_web": '<html><head><style type="text/css" style="display:none;"> P {margin-top:0;margin-bottom:0;} </style></head><body dir="ltr"><div class="elementToProof" style="font-size: 12pt;">Thank you, it works now.</div><div class="elementToProof"><br></div><div id="Signature"><div>Orla Brandt</div></div><div id="appendonsend"></div><hr tabindex="-1" style="display:inline-block; width:98%"><div id="divRplyFwdMsg" dir="ltr"><font face="Calibri, sans-serif" color="#000000" style="font-size:11pt"><b>From:</b> Support &lt;support@vendor.example&gt;<br><b>Sent:</b> 05 January 2026 10:00<br><b>To:</b> Orla Brandt &lt;orla@client.example&gt;<br><b>Subject:</b> Ticket 412</font><div>&nbsp;</div></div><div>'
    + _OLD
    + "</div></body></html>",
    "outlook_web_prefixed": '<div dir="ltr"><div>Thank you, it works now.</div><div><br></div><div>Orla Brandt</div><hr><div id="x_divRplyFwdMsg" dir="ltr"><b>Xx:</b> Support<br><b>Yy:</b> 5<br></div>'
    + _OLD
    + "</div>",
    "outlook_ios": '<html><body><div dir="ltr">Thank you, it works now.</div><div dir="ltr"><br></div><div dir="ltr">Orla Brandt</div><hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><font face="Calibri, sans-serif" style="font-size:11pt"><b>De :</b> Support<br><b>Envoyé :</b> lundi<br></font></div>'
    + _OLD
    + "</body></html>",
    "outlook_mobile_new": '<html><body><div>Thank you, it works now.</div><div><br></div><div>Orla Brandt</div><div id="mail-editor-reference-message-container"><div class="ms-outlook-mobile-reference-message skipProofing"><b>From:</b> Support<br></div>'
    + _OLD
    + "</div></body></html>",
    "yahoo": '<html><body><div class="ydp1a2byahoo-style-wrap"><div dir="ltr">Thank you, it works now.</div><div><br></div><div>Orla Brandt</div></div><div id="ydp3c4yahoo_quoted_8472" class="ydp3c4yahoo_quoted"><div>On Monday, January 5, 2026 at 10:00:00 AM GMT+1, Support &lt;support@vendor.example&gt; wrote: </div><div><br></div>'
    + _OLD
    + "</div></body></html>",
    "proton": '<div style="font-family: Arial">Thank you, it works now.</div><div><br></div><div>Orla Brandt</div><div class="protonmail_quote">On Monday, January 5th, 2026 at 10:00, Support &lt;support@vendor.example&gt; wrote:<br><blockquote class="protonmail_quote" type="cite">'
    + _OLD
    + "</blockquote><br></div>",
    "zoho": '<div>Thank you, it works now.</div><div><br></div><div>Orla Brandt</div><div class="zmail_extra_hr" style="border-top: 1px solid rgb(204, 204, 204);"><br></div><div class="zmail_extra"><div id="Zm-_Id_-Sgn1">---- On Mon, 05 Jan 2026 10:00:00 +0100 <b>Support</b> wrote ----</div><blockquote>'
    + _OLD
    + "</blockquote></div>",
    "gmx": '<html><head></head><body><div style="font-family: Verdana;"><div>Thank you, it works now.</div><div>&nbsp;</div><div>Orla Brandt</div><div name="quote" style="margin:10px 5px 5px 10px; padding: 10px 0 10px 10px; border-left:2px solid #C3D9E5;"><div style="margin:0 0 10px 0;"><b>Gesendet:</b>&nbsp;Montag, 05. Januar 2026 um 10:00 Uhr<br/><b>Von:</b>&nbsp;Support<br/></div>'
    + _OLD
    + "</div></div></body></html>",
    "zimbra": '<html><body><div style="font-family: arial"><div>Thank you, it works now.</div><div><br></div><div>Orla Brandt</div><hr id="zwchr" data-marker="__DIVIDER__"><div data-marker="__HEADERS__"><b>From: </b>"Support"<br><b>To: </b>"Orla"<br></div><div data-marker="__QUOTED_TEXT__">'
    + _OLD
    + "</div></div></body></html>",
    "qq": '<div>Thank you, it works now.</div><div><br></div><div>Orla Brandt</div><div style="font-size: 12px;padding:2px 0 2px 0;">------------------&nbsp;原始邮件&nbsp;------------------</div><div style="background:#efefef;"><div><b>发件人:</b>&nbsp;"Support"&lt;support@vendor.example&gt;;</div><div><b>发送时间:</b>&nbsp;2026年1月5日</div><div><b>主题:</b>&nbsp;Ticket</div></div>'
    + _OLD,
    "yandex": '<div>Thank you, it works now.</div><div>\xa0</div><div>Orla Brandt</div><div>\xa0</div><div>05.01.2026, 10:00, "Support" &lt;support@vendor.example&gt;:</div><blockquote>'
    + _OLD
    + "</blockquote>",
    "mail_ru": '<HTML><BODY>Thank you, it works now.<br><br>Orla Brandt<br><br><blockquote style="border-left:1px solid #0857A6; margin:10px; padding:0 0 0 10px;">Понедельник,  5 января 2026, 10:00 +03:00 от Support &lt;support@vendor.example&gt;:<br>'
    + _OLD
    + "</blockquote></BODY></HTML>",
    "tutanota": '<div>Thank you, it works now.</div><div><br></div><div>Orla Brandt</div><div>5 Jan 2026, 10:00 by support@vendor.example:<br></div><blockquote class="tutanota_quote" style="border-left: 1px solid #93A3B8;">'
    + _OLD
    + "</blockquote>",
    "old_outlook_express": '<HTML><BODY><DIV>Thank you, it works now.</DIV><DIV>&nbsp;</DIV><DIV>Orla Brandt</DIV><BLOCKQUOTE style="PADDING-RIGHT: 0px; BORDER-LEFT: #000000 2px solid; MARGIN-RIGHT: 0px"><DIV>----- Original Message ----- </DIV><DIV><B>From:</B> Support</DIV>'
    + _OLD
    + "</BLOCKQUOTE></BODY></HTML>",
    "lotus_notes": '<font size=2 face="sans-serif">Thank you, it works now.</font><br><br><font size=2>Orla Brandt</font><br><br><table width=100%><tr><td>From:</td><td>Support &lt;support@vendor.example&gt;</td></tr><tr><td>To:</td><td>orla@client.example</td></tr><tr><td>Date:</td><td>05.01.2026 10:00</td></tr><tr><td>Subject:</td><td>Ticket 412</td></tr></table><hr noshade><br>'
    + _OLD,
    "outlook_mac_old": '<html><body><div>Thank you, it works now.</div><div><br></div><div>Orla Brandt</div><span id="OLK_SRC_BODY_SECTION"><div style="BORDER-BOTTOM: medium none; BORDER-LEFT: medium none; PADDING-TOP: 3pt; BORDER-TOP: #b5c4df 1pt solid; BORDER-RIGHT: medium none"><span style="font-weight:bold">From: </span>Support &lt;support@vendor.example&gt;<br><span style="font-weight:bold">Date: </span>Monday, 5 January 2026 10:00<br><span style="font-weight:bold">To: </span>Orla<br><span style="font-weight:bold">Subject: </span>Ticket 412<br></div><div><br></div>'
    + _OLD
    + "</span></body></html>",
    "lotus_notes_nested": "<font size=2>Thank you, it works now.</font><br><br><font size=2>Orla Brandt</font><br><br><table width=100%><tr valign=top><td width=40%><font size=1><b>Support &lt;support@vendor.example&gt;</b> </font><p><font size=1>05/01/2026 10:00 AM</font></td><td width=59%><table width=100%><tr><td><div align=right><font size=1>To</font></div></td><td><font size=1>orla@client.example</font></td></tr><tr><td><div align=right><font size=1>cc</font></div></td><td></td></tr><tr><td><div align=right><font size=1>Subject</font></div></td><td><font size=1>Ticket 412</font></td></tr></table></td></tr></table><br>"
    + _OLD,
    "unclosed_everything": "<html><body><div>Thank you, it works now.<p>Orla Brandt<div class=gmail_quote>On Mon, Jan 5, 2026 at 10:00 AM Support wrote:<blockquote class=gmail_quote>"
    + _OLD,
}

_WITHIN = [
    html_reply(
        "gmail_interleaved",
        '<div dir="ltr">Hi,<br></div><div class="gmail_quote"><div dir="ltr" class="gmail_attr">On Mon, Jan 5, 2026 at 10:00 AM Support wrote:<br></div><blockquote class="gmail_quote">Which version?</blockquote><div>It is 4.2.</div><blockquote class="gmail_quote">Since when?<br>Everywhere?</blockquote><div>Since Friday.</div><blockquote class="gmail_quote">The team</blockquote></div>',
        "Hi,\nWhich version?\n\nIt is 4.2.\nSince when?\nEverywhere?\n\nSince Friday.",
    ),
    html_reply(
        "thunderbird_below",
        '<html><body><div class="moz-cite-prefix">On 1/5/26 10:00, Support wrote:<br></div><blockquote type="cite" cite="mid:x">Shall we close it?</blockquote><p>Yes, please do.</p></body></html>',
        "Yes, please do.",
    ),
    html_reply(
        "indented_by_hand",
        "<p>The contract says:</p><blockquote><p>Within one hour.</p></blockquote><p>So when?</p>",
        "The contract says:\n\nWithin one hour.\n\nSo when?",
    ),
    html_reply(
        "gmail_forward",
        '<div dir="ltr">Have a look.<br><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">---------- Forwarded message ---------<br>From: <b>Jan</b><br>Date: Mon, Jan 5, 2026<br>Subject: Broken<br></div><br><p>It is broken.</p></div></div>',
        "Have a look.\n\n---------- Forwarded message ---------\nFrom: Jan\nDate: Mon, Jan 5, 2026\nSubject: Broken\n\nIt is broken.",
        subject="Fwd: Broken",
    ),
    html_reply(
        "apple_forward",
        '<html><body>Please help.<br><div><br><blockquote type="cite"><div>Begin forwarded message:</div><br><div><b>From: </b>Jan</div><div>It is broken.</div></blockquote></div></body></html>',
        "Please help.\n\nBegin forwarded message:\n\nFrom: Jan\nIt is broken.",
        subject="Fwd: Broken",
    ),
    html_reply(
        "outlook_answers_beside_blue_line",
        _word_page(
            '<p class="MsoNormal">Hello,</p>',
            '<div style="border:none;border-left:solid blue 1.5pt;padding:0cm 0cm 0cm 4.0pt"><div><div style="border:none;border-top:solid #E1E1E1 1.0pt"><p class="MsoNormal"><b>From:</b> Support<br><b>Sent:</b> 5 January 2026<br><b>To:</b> Orla<br><b>Subject:</b> Ticket</p></div></div><p class="MsoNormal">Which version?</p></div><p class="MsoNormal">It is 4.2.</p>',
        ),
        "Hello,\n\nIt is 4.2.",
    ),
    html_reply(
        "preheader_and_style_are_no_words",
        '<html><head><title>T</title><style>p{color:red}</style></head><body><div style="display:none;max-height:0">Preview &zwnj;&nbsp;</div><script>alert(1)</script><p>Dear Orla &amp; Jan,</p><table><tr><td>Item</td><td>3&nbsp;pcs</td></tr><tr><td>Sum</td><td>&euro;12</td></tr></table><ul><li>one</li><li>two</li></ul></body></html>',
        "Dear Orla & Jan,\n\nItem 3 pcs\nSum €12\n\n- one\n- two",
        subject="Your order",
    ),
    html_reply(
        "unescaped_address",
        "<p>Write to <jan@other.example> please</p>",
        "Write to <jan@other.example> please",
    ),
]

_WITHIN += [
    html_reply(
        "iphone_interleaved",
        '<html><body dir="auto"><div>Hi</div><blockquote type="cite">On Jan 5, 2026, at 10:00 AM, Support &lt;support@vendor.example&gt; wrote:<br></blockquote><blockquote type="cite"><div>Which version?</div></blockquote><div>It is 4.2.</div><blockquote type="cite"><div>Since when?</div></blockquote><div>Friday.</div></body></html>',
        "Hi\nWhich version?\n\nIt is 4.2.\nSince when?\n\nFriday.",
    ),
    html_reply(
        "outlook_answers_in_red",
        _word_page(
            '<p class="MsoNormal">See answers in red below.</p>',
            '<div style="border:none;border-top:solid #E1E1E1 1.0pt"><p class="MsoNormal"><b>From:</b> Support<br><b>Sent:</b> 5 January 2026<br><b>To:</b> Orla<br><b>Subject:</b> Ticket</p></div><p class="MsoNormal">Which version? <span style="color:red">It is 4.2.</span></p>',
        ),
        "See answers in red below.\n\nFrom: Support\nSent: 5 January 2026\nTo: Orla\nSubject: Ticket\n\nWhich version? It is 4.2.",
    ),
    html_reply(
        "own_list_below_a_grey_line",
        '<div><p>Our stock:</p><div style="border-top:1px solid #CCCCCC">Berlin: 3<br>Hamburg: 5<br>Bremen: none</div><p>Please send more.</p></div>',
        "Our stock:\n\nBerlin: 3\nHamburg: 5\nBremen: none\n\nPlease send more.",
    ),
    html_reply(
        "gmail_answer_between_attribution_and_quote",
        '<div class="gmail_quote"><div dir="ltr" class="gmail_attr">On Mon, Jan 5, 2026 at 10:00 AM Support wrote:<br></div><div>It works now.</div><blockquote class="gmail_quote">Old</blockquote></div>',
        "It works now.",
    ),
    html_reply(
        "proton_answer_in_the_container",
        '<div class="protonmail_quote">It works now.<br><br>On Monday, January 5th, 2026 at 10:00, Support &lt;support@vendor.example&gt; wrote:<br><blockquote class="protonmail_quote">Old</blockquote></div>',
        "It works now.",
    ),
    html_reply(
        "outlook_mobile_answer_below",
        '<html><body><div id="mail-editor-reference-message-container"><hr><div id="divRplyFwdMsg"><b>From:</b> Support<br><b>Sent:</b> Monday<br></div><div>Shall we close it?</div></div><div>Yes, please do.</div></body></html>',
        "Yes, please do.",
    ),
    html_reply(
        "proton_answer_below",
        '<div class="protonmail_quote">On Monday, January 5th, 2026 at 10:00 AM, Support &lt;support@vendor.example&gt; wrote:<br><blockquote class="protonmail_quote" type="cite">Shall we close it?</blockquote><div>Yes, please do.</div></div>',
        "Yes, please do.",
    ),
]

_BOTH = [
    both_reply(
        "both_marked_only_in_html",
        "Thank you, it works now.\n\nOrla Brandt\n\nXyz 5 abc 2026 qrs Support fghij\n\nYour ticket was received.\n\nWe will look at it.",
        _GMAIL.format(attribution="Xyz 5 abc 2026 qrs Support fghij"),
        _OWN,
    ),
    both_reply(
        "both_outlook",
        "Thank you, it works now.\r\n\r\nOrla Brandt\r\n\r\nFrom: Support <support@vendor.example>\r\nSent: 05 January 2026 10:00\r\nTo: Orla Brandt <orla@client.example>\r\nSubject: Ticket 412\r\n\r\nYour ticket was received.\r\n",
        _outlook(_OUTLOOK_LABELS["english"]),
        _OWN,
    ),
    both_reply(
        "both_stub_plain",
        "Your mail program does not support HTML messages.",
        "<p>Real words are here, and some more of them.</p>",
        "Real words are here, and some more of them.",
    ),
    both_reply(
        "both_picture_only_plain",
        "[cid:image001.png@01DB]",
        '<p>Real words.<img src="cid:image001.png"></p>',
        "Real words.",
    ),
    both_reply("both_empty_plain", "\n \n", "<p>Real words.</p>", "Real words."),
]


CASES: list[Case] = (
    [html_reply(f"html_{name}", page, _OWN) for name, page in _PAGES.items()] + _WITHIN + _BOTH
)
