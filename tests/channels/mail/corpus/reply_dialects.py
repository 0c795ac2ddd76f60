# ruff: noqa: E501
"""Answers in plain text as rarer programs, old ones and narrow lines write them."""

from dataclasses import replace

from tests.channels.mail.corpus.case import Case, both_reply, html_reply, plain_reply

_OWN = "The lid closes again.\n\nMira Holt"
_OLD = "Is the lid still open?\n\nThe repair desk"
_QUOTED = "> Is the lid still open?\n>\n> The repair desk"

_ATTRIBUTIONS = {
    "gmail_german_name_first_wrapped_inside_the_fence": "The Repair Desk <\ndesk@vendor.example> schrieb am Mo., 5. Jan. 2026, 10:00:",
    "gmail_german_name_first_wrapped_inside_the_date": "The Repair Desk <desk@vendor.example> schrieb am Mo., 5.\nJan. 2026, 10:00:",
    "gmail_portuguese_wrapped_inside_the_fence": "The Repair Desk <\ndesk@vendor.example> escreveu (segunda, 5/01/2026 à(s) 10:00):",
    "gmail_japanese_wrapped_inside_the_fence": "2026年1月5日(月) 10:00 The Repair Desk <\ndesk@vendor.example>:",
    "gmail_hungarian_wrapped_inside_the_fence": "The Repair Desk <\ndesk@vendor.example> ezt írta (időpont: 2026. jan. 5., H, 10:00):",
    "gmail_serbian": "пон, 5. јан 2026. у 10:00 The Repair Desk <desk@vendor.example> је написао/ла:",
    "gmail_hindi": "सोम, 5 जन॰ 2026 को 10:00 am बजे को The Repair Desk <desk@vendor.example> ने लिखा:",
    "gmail_russian_without_time": "понедельник, 5 января 2026 г. пользователь The Repair Desk написал:",
    "apple_danish_day_first": "5. januar 2026 kl. 10.00 skrev The Repair Desk <desk@vendor.example>:",
    "apple_polish_wrapped_inside_the_fence": "Wiadomość napisana przez The Repair Desk <\ndesk@vendor.example> w dniu 5 sty 2026, o godz. 10:00:",
    "thunderbird_hebrew": "\u202bבתאריך 05/01/2026 בשעה 10:00, מאת The Repair Desk:\u202c",
    "tutanota": "05.01.26, 10:00 von desk@vendor.example:",
    "tutanota_english": "Jan 5, 2026, 10:00 by desk@vendor.example:",
    "fairemail": "Jan 5, 2026 10:00:12 AM The Repair Desk <desk@vendor.example>:",
    "zoho_without_colon": "On Mon, 05 Jan 2026 10:00:12 +0100 The Repair Desk <desk@vendor.example> wrote",
    "zoho_dashes_behind": " On Mon, 05 Jan 2026 10:00:12 +0100 The Repair Desk <desk@vendor.example> wrote ---",
    "fence_on_lines_of_its_own": "On Mon, Jan 5, 2026 at 10:00 AM The Repair Desk\n\n<\nmailto:The Repair Desk <desk@vendor.example>\n> wrote:",
    "thunderbird_albanian": "Më 05.01.26, 10:00, The Repair Desk shkroi:",
    "thunderbird_welsh": "Ar 05/01/26 10:00, ysgrifennodd The Repair Desk:",
    "thunderbird_frisian": "Op 05-01-26 om 10:00, skreau The Repair Desk:",
    "thunderbird_belarusian": "The Repair Desk напісаў 05.01.26 у 10:00:",
    "thunderbird_romansh": "Ils 05/01/26 a las 10:00 ha The Repair Desk scrit:",
    "thunderbird_afrikaans": "Op 2026/01/05 om 10:00 het The Repair Desk geskryf:",
    "date_slashed_without_colon": "2026/1/5 The Repair Desk <desk@vendor.example>",
    "dashes_and_a_name": "---- The Repair Desk wrote ----",
}
_NEEDS_MARKS = ("date_slashed_without_colon", "dashes_and_a_name")

_SEPARATED = {
    "netease_english": "---- Replied Message ----\n| From | Desk<desk@vendor.example> |\n| Date | 01/05/2026 10:00 |\n| To | mira@client.example |\n| Subject | Ticket 412 |",
    "em_client_without_colons": '------ Original Message ------\nFrom "Desk" <desk@vendor.example>\nTo mira@client.example\nDate 05/01/2026 10:00:00\nSubject Ticket 412',
    "separator_and_attribution": "------- Original Message -------\nOn Monday, January 5th, 2026 at 10:00 AM, Desk <desk@vendor.example> wrote:",
    "david": "Original Message processed by david®\n\nTicket 412 5. Januar 2026, 10:00 Uhr\nVon Desk\nAn Mira Holt",
    "thunderbird_french": "-------- Message original --------\nSujet : Ticket 412\nDate : Mon, 5 Jan 2026 10:00:00 +0100\nDe : Desk <desk@vendor.example>\nPour : mira@client.example",
    "thunderbird_romanian": "Subiectul: Ticket 412\nDată: Mon, 5 Jan 2026 10:00:00 +0100\nExpeditorul: Desk <desk@vendor.example>\nDestinatarul: mira@client.example",
    "apple_slovak": "Od: Desk <desk@vendor.example>\nDátum: 5. januára 2026 10:00\nPre: mira@client.example\nPredmet: Ticket 412",
    "one_line_date_first": "Date: Mon, 5 Jan 2026 10:00:00 +0000 From: desk@vendor.example To: Holt, Mira Subject: Ticket 412",
    "month_in_letters_with_hyphens": "From: desk@vendor.example [mailto:desk@vendor.example]\nSent: January-05-26 10:00 AM\nTo: Mira Holt\nSubject: Ticket 412",
}
_STANDS_ABOVE_UNMARKED_HISTORY_ONLY = ("david", "one_line_date_first")


def _attributed() -> list[Case]:
    cases = []
    for name, line in _ATTRIBUTIONS.items():
        cases.append(plain_reply(f"above_{name}", f"{_OWN}\n\n{line}\n\n{_QUOTED}\n", _OWN))
        cases.append(plain_reply(f"below_{name}", f"{line}\n{_QUOTED}\n\n{_OWN}\n", _OWN))
        if name not in _NEEDS_MARKS:
            cases.append(plain_reply(f"unmarked_{name}", f"{_OWN}\n\n{line}\n\n{_OLD}\n", _OWN))
    return cases


def _separated() -> list[Case]:
    cases = [
        plain_reply(f"headed_{name}", f"{_OWN}\n\n{block}\n\n{_OLD}\n", _OWN)
        for name, block in _SEPARATED.items()
    ]
    for name, block in _SEPARATED.items():
        if name not in _STANDS_ABOVE_UNMARKED_HISTORY_ONLY:
            cases.append(plain_reply(f"answer_below_{name}", f"{block}\n\n{_QUOTED}\n\n{_OWN}\n", _OWN))
            cases.append(
                plain_reply(
                    f"answers_within_{name}",
                    f"{block}\n> Is the lid open?\n\nNo.\n\n> Since when?\n\nFriday.\n",
                    "> Is the lid open?\n\nNo.\n\n> Since when?\n\nFriday.",
                )
            )
    return cases


_HEADER = "From: Desk <desk@vendor.example>\nSent: Monday, January 5, 2026 10:00 AM\nTo: Mira Holt\nSubject: Ticket 412"
_WROTE = "On Mon, 5 Jan 2026 at 10:00, Desk <desk@vendor.example> wrote:"

_ODD = [
    plain_reply(
        "nested_attribution_wrapped_inside_the_fence",
        f"{_OWN}\n\n{_WROTE}\n\n> Now?\n>\n> On Sun, Jan 4, 2026 at 9:00 AM Mira Holt <\n> mira@client.example> wrote:\n>\n>> It is open.\n",
        _OWN,
    ),
    plain_reply(
        "answers_between_quotes_right_below_a_header_block",
        f"{_HEADER}\n> Is the lid open?\n\nNo.\n\n> Since when?\n\nFriday.\n",
        "> Is the lid open?\n\nNo.\n\n> Since when?\n\nFriday.",
    ),
    plain_reply(
        "many_empty_lines_above_the_quote",
        f"{_WROTE}\n\n\n\n\n\n\n{_QUOTED}\n\n{_OWN}\n",
        _OWN,
    ),
    plain_reply(
        "sentence_about_replying_above_a_line",
        f"I could write a reply directly above this line, or above line 7.\n\n{_HEADER}\n\nOld\n",
        "I could write a reply directly above this line, or above line 7.",
    ),
    plain_reply(
        "link_closed_on_the_next_line",
        f"See <https://client.example/lid\n> for the picture\nand call me.\n\n{_WROTE}\n> Old\n",
        "See <https://client.example/lid\n> for the picture\nand call me.",
    ),
    plain_reply(
        "attribution_behind_words_without_a_full_stop",
        "It closes again\nmany thanks On Mon, Jan 5, 2026, at 10:00 AM, Desk <\ndesk@vendor.example> wrote:\n> Old\n",
        "It closes again\nmany thanks",
    ),
    plain_reply(
        "attribution_behind_a_sentence_that_ends_in_a_number",
        f"We need 15. {_WROTE}\n> Old\n",
        "We need 15.",
    ),
    plain_reply(
        "supercite_behind_a_joke",
        "Twas brillig at 10:00:54 05.01.2026 when desk@vendor.example did gyre:\n\n DK> Is the lid open?\n DK> Today?\n\nNo, it is not.\n",
        "No, it is not.",
    ),
]

_GLUED = "Von meinem Galaxy gesendet-------- Ursprüngliche Nachricht --------Von: Desk <desk@vendor.example> Datum: 05.01.26  10:00  (GMT+01:00) An: mira@client.example Betreff: Ticket 412 "

_ODD += [
    plain_reply(
        "samsung_glued_on_one_line",
        f"Sie geht zu.{_GLUED}Ist sie offen?\n",
        "Sie geht zu.Von meinem Galaxy gesendet",
    ),
    plain_reply(
        "samsung_glued_separator",
        "It closes.\nSent from my phone\n-------- Original message --------From: Desk <desk@vendor.example> Date: 1/5/26  10:00 AM  (GMT+01:00) To: mira@client.example Subject: Ticket 412 \nIs it open?\n",
        "It closes.\nSent from my phone",
    ),
    both_reply(
        "glued_on_one_line_and_marked_in_html",
        "It closes On Mon, Jan 5, 2026 at 10:00 AM Desk <desk@vendor.example> wrote: Is the lid open?",
        '<div>It closes</div><div class="gmail_quote"><div class="gmail_attr">On Mon, Jan 5, 2026 at 10:00 AM Desk &lt;desk@vendor.example&gt; wrote:</div><blockquote class="gmail_quote">Is the lid open?</blockquote></div>',
        "It closes",
    ),
    html_reply(
        "newton",
        '<div>It closes.</div><div class="cm_quote">On Mon, Jan 5, 2026 at 10:00am, Desk &lt;desk@vendor.example&gt; wrote:</div><br><div id="oldcontent"><blockquote>Is it open?</blockquote></div>',
        "It closes.",
    ),
    html_reply(
        "qq_newer",
        "<div>It closes.</div><div><div>Original</div><div>From:&nbsp;Desk&lt;desk@vendor.example&gt;</div><div>Date:&nbsp;Mon, Jan 5, 2026 10:00 AM</div><div>To:&nbsp;Mira</div><div>Subject:&nbsp;Ticket 412</div></div><div>Is it open?</div>",
        "It closes.",
    ),
]

_FORWARDED = {
    "apple_croatian": "Započni proslijeđenu poruku:",
    "apple_slovak": "Začiatok preposlanej správy:",
    "apple_swedish": "Vidarebefordrat mejl:",
    "apple_turkish": "İleti başlangıcı:",
    "apple_ukrainian": "Початок листа, що пересилається:",
    "yahoo_french": "----- Message transmis -----",
    "hubspot_japanese": "---------- メッセージを転送 ----------",
    "zimbra_french": "----- Mail transféré -----",
    "thunderbird_vietnamese": "-------- Thư chuyển tiếp --------",
    "apple_hungarian": "A továbbított levél kezdete:",
    "apple_taiwanese": "以下是轉寄的郵件：",
    "apple_arabic": "بدء الرسالة المُعاد توجيهها:",
}

_ODD += [
    plain_reply(
        f"forwarded_{name}", f"Look.\n\n{mark}\n\n{_HEADER}\n\nOld\n", f"Look.\n\n{mark}\n\n{_HEADER}\n\nOld"
    )
    for name, mark in _FORWARDED.items()
]

_FENCED = _WROTE.replace("<", "&lt;").replace(">", "&gt;")
_HEADER_HTML = _HEADER.replace("<", "&lt;").replace(">", "&gt;").replace("\n", "<br>")

_ODD += [
    both_reply(
        "answers_between_quotes_that_only_the_html_marks",
        f"Hello\n\n{_WROTE}\nIs the lid open?\n\nNo.\n\nSince when is it closed?\n\nFriday.\n",
        f'<div>Hello</div><div class="gmail_quote"><div class="gmail_attr">{_FENCED}</div><blockquote class="gmail_quote">Is the lid open?</blockquote><div>No.</div><blockquote class="gmail_quote">Since when is it closed?</blockquote><div>Friday.</div></div>',
        "Hello\nIs the lid open?\n\nNo.\nSince when is it closed?\n\nFriday.",
    ),
    both_reply(
        "answer_below_a_quote_that_only_the_html_marks",
        f"{_WROTE}\n\nIs the lid open?\n\nNo, it is not.\n",
        f'<div class="moz-cite-prefix">{_FENCED}</div><blockquote type="cite">Is the lid open?</blockquote><p>No, it is not.</p>',
        "No, it is not.",
    ),
    both_reply(
        "answers_announced_within_what_only_the_html_marks",
        f"My answers are below.\n\n{_HEADER}\n\nIs the lid open?\nNo, it is not.\n",
        f'<div>My answers are below.</div><hr><div id="divRplyFwdMsg">{_HEADER_HTML}</div><div>Is the lid open?<br>No, it is not.</div>',
        f"My answers are below.\n\n{_HEADER}\n\nIs the lid open?\nNo, it is not.",
    ),
    html_reply(
        "forwarded_by_outlook",
        f'<div>Please look.</div><hr><div id="divRplyFwdMsg">{_HEADER_HTML}</div><div>The lid is open.</div>',
        f"Please look.\n{_HEADER}\nThe lid is open.",
        subject="FW: Ticket 412",
    ),
    html_reply(
        "forwarded_by_word",
        f'<p>Please look.</p><div style="border:none;border-top:solid #E1E1E1 1.0pt"><p>{_HEADER_HTML}</p></div><p>The lid is open.</p>',
        f"Please look.\n\n{_HEADER}\n\nThe lid is open.",
        subject="WG: Ticket 412",
    ),
    html_reply(
        "forwarded_by_gmx",
        f'<div>Please look.</div><div name="quote" style="border-left:2px solid #C3D9E5;"><div>{_HEADER_HTML}</div><div name="quoted-content">The lid is open.</div></div>',
        f"Please look.\n{_HEADER}\nThe lid is open.",
        subject="Fw: Ticket 412",
    ),
    html_reply(
        "answer_to_a_forward",
        f'<div>No.</div><div class="gmail_quote"><div class="gmail_attr">{_FENCED}</div><blockquote class="gmail_quote"><div>---------- Forwarded message ---------<br>{_HEADER_HTML}</div>The lid is open.</blockquote></div>',
        "No.",
    ),
    html_reply(
        "answer_below_zimbra",
        f'<div><hr id="zwchr" data-marker="__DIVIDER__"><div data-marker="__HEADERS__">{_HEADER_HTML}</div><div data-marker="__QUOTED_TEXT__"><blockquote>Is the lid open?</blockquote></div><div>No, it is not.</div></div>',
        "No, it is not.",
    ),
    html_reply(
        "line_like_a_field_right_above_outlook",
        f'<div>The lid closes.<br>PS: the hinge too.</div><hr><div id="divRplyFwdMsg">{_HEADER_HTML.replace("Holt", "Holt &lt;mira@client.example&gt;")}</div><div>Is the lid open?</div>',
        "The lid closes.\nPS: the hinge too.",
    ),
    plain_reply(
        "citation_below_a_quote",
        f"{_WROTE}\n{_QUOTED}\n\nHallo,\n\nam 5. Januar 2026 um 10:00 Uhr hat der Techniker geschrieben:\nalles gut.\n",
        "Hallo,\n\nam 5. Januar 2026 um 10:00 Uhr hat der Techniker geschrieben:\nalles gut.",
    ),
    plain_reply(
        "answer_that_begins_as_signatures_do",
        f"{_WROTE}\n> Which lid?\n\nMobile lids only.\n\n> Since when?\n\nFriday.\n",
        "> Which lid?\n\nMobile lids only.\n\n> Since when?\n\nFriday.",
    ),
    plain_reply(
        "mail_of_another_desk",
        "##- Please type your reply above this line -##\n\nYour request (77) was answered.\n\nPlease send us the key.\n",
        "Your request (77) was answered.\n\nPlease send us the key.",
    ),
    plain_reply(
        "mail_of_another_desk_behind_dashes",
        "—-—-—-—\nReply above this line.\n\nPlease send us the key.\n",
        "—-—-—-—\n\nPlease send us the key.",
    ),
    plain_reply(
        "paragraph_that_a_mailbox_escaped_above_a_quote",
        f"It closes.\n\n>From Monday on we use it.\n\n{_WROTE}\n\n{_QUOTED}\n",
        "It closes.\n\n>From Monday on we use it.",
    ),
    plain_reply(
        "paragraph_that_a_mailbox_escaped_below_a_quote",
        f"{_WROTE}\n{_QUOTED}\n\n>From Monday on we use it.\n",
        ">From Monday on we use it.",
    ),
    plain_reply(
        "first_paragraph_that_a_mailbox_escaped",
        ">From now on it closes.\n\nMira\n",
        ">From now on it closes.\n\nMira",
    ),
    plain_reply(
        "quote_that_begins_with_from",
        f"{_WROTE}\n>From Monday on?\n\nYes.\n",
        "Yes.",
    ),
    plain_reply(
        "quotes_of_which_one_begins_with_from",
        f"Yes.\n\n{_WROTE}\n>Hello\n\n>From Monday on?\n\n>The desk\n",
        "Yes.",
    ),
]

_ANSWERED = (
    "Odp.: lid",
    "答覆: lid",
    "Trả lời: lid",
    "ตอบกลับ: lid",
    "תשובה: lid",
    "EXTERN: AW: lid",
    "***SPAM*** Re: lid",
)


def _by_subject() -> list[Case]:
    """Answers that only the subject says to be some, above a block that a person may have typed as well."""
    cases = []
    header = _HEADER.replace("To: Mira Holt\n", "")
    for number, subject in enumerate(_ANSWERED):
        case = plain_reply(f"{number}", f"{_OWN}\n\n{header}\n\n{_OLD}\n", _OWN, subject=subject)
        kept = [line for line in case.raw.split(b"\n") if not line.startswith((b"In-Reply", b"References"))]
        cases.append(replace(case, name=f"answer_by_subject_{number}", raw=b"\n".join(kept)))
    return cases


_OWN_WORDS = {
    "booking": "From: Paris\nTo: London\nDate: 5 January 2026\nSubject: two beds\nPlease book.",
    "booking_with_a_time": "De: Paris\nÀ: Lyon\nDate: 5 janvier 2026 10:30\nObjet: voyage\nVoilà ma demande.",
    "sentences_that_begin_like_fields": "From: the cellar I cannot reach it.\nTo: mend it I rebooted.\nDate: yesterday.",
    "fields_of_a_list": "Subject: as agreed\nFrom: our side all is ready.\nSent: all parts\nTo: your store on 5 January 2026.",
    "form_that_answers_a_form": "Antwort:\nja\nBetreff: siehe oben\nVon: mir\nAn: dich\nDatum: 5.1.2026",
    "list_of_callers": "2026-01-05 10:30 Jan Both <jan@other.example>\n2026-01-06 11:30 Ida Ohm <ida@other.example>\nThese two were here.",
    "shell_script": "I typed\n\n$ cat x > y\n> echo done\n> exit\n\nand it hung.",
    "menu_path_in_steps": "The steps:\n1. choose\n> Advanced\n> Reset\n2. nothing happens",
    "pasted_raw_fields": "Evidence\n\nMessage-ID: <a@b.example>\nDate: Mon, 5 Jan 2026 10:00:00 +0100\nFrom: Jan <jan@other.example>\nTo: Ida <ida@other.example>\nSubject: Notice\n\nMira",
    "chat": "The chat:\n\n[2026-01-05 10:30] Jan: hello\n[2026-01-05 10:31] Ida: hi\n\nMira",
    "form_with_from_and_until": "Name: Jan\nVon: 5.1.2026 10:00\nBis: 6.1.2026 10:00\nAn: Team\nBetreff: Urlaub\nbitte eintragen.",
    "questions_and_answers": "Q: is it open?\nA: no\nQ: since when?\nA: Friday",
    "minutes_by_name": "Jan Both, 5 Jan 2026, 10:30:\nhe called.\n\nIda Ohm, 6 Jan 2026, 11:00:\nshe called too.",
}


def _own_words() -> list[Case]:
    cases = []
    for name, own in _OWN_WORDS.items():
        cases.append(plain_reply(f"kept_alone_{name}", f"{own}\n", own))
        cases.append(plain_reply(f"kept_above_a_quote_{name}", f"{own}\n\n{_WROTE}\n\n{_QUOTED}\n", own))
        cases.append(plain_reply(f"kept_above_a_header_block_{name}", f"{own}\n\n{_HEADER}\n\n{_OLD}\n", own))
    return cases


CASES = _by_subject() + _attributed() + _separated() + _ODD + _own_words()
