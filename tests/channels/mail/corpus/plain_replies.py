# ruff: noqa: E501
"""Answers in plain text: the attribution lines, header blocks and habits of programs and languages."""

from tests.channels.mail.corpus.case import Case, plain_reply

_OLD = "Your ticket was received.\n\nWe will look at it.\nThe support team"
_QUOTED = "\n".join("> " + line if line else ">" for line in _OLD.split("\n"))
_OWN = "Thank you, it works now.\n\nOrla Brandt"

ATTRIBUTIONS = {
    "gmail_english": "On Mon, Jan 5, 2026 at 10:00 AM Support <support@vendor.example> wrote:",
    "gmail_english_wrapped": "On Mon, Jan 5, 2026 at 10:00 AM Vendor Support Team <\nsupport@vendor.example> wrote:",
    "gmail_english_wrapped_verb": "On Mon, Jan 5, 2026 at 10:00 AM Vendor Support Team <support@vendor.example>\nwrote:",
    "gmail_narrow_space": "On Mon, Jan 5, 2026 at 10:00\u202fAM Support <support@vendor.example> wrote:",
    "apple_english": "On 5 Jan 2026, at 10:00, Support <support@vendor.example> wrote:",
    "apple_english_us": "On Jan 5, 2026, at 10:00 AM, Support <support@vendor.example> wrote:",
    "thunderbird_english": "On 1/5/26 10:00 AM, Support wrote:",
    "thunderbird_english_old": "Support wrote:",
    "yahoo_english": "On Monday, January 5, 2026 at 10:00:00 AM GMT+1, Support <support@vendor.example> wrote:",
    "yahoo_two_lines": "On Monday, January 5, 2026 10:00 AM, Support\n<support@vendor.example> wrote:",
    "proton": "On Monday, January 5th, 2026 at 10:00, Support <support@vendor.example> wrote:",
    "gmail_german": "Am Mo., 5. Jan. 2026 um 10:00 Uhr schrieb Support <support@vendor.example>:",
    "gmail_german_wrapped": "Am Mo., 5. Jan. 2026 um 10:00 Uhr schrieb Support <\nsupport@vendor.example>:",
    "thunderbird_german": "Am 05.01.26 um 10:00 schrieb Support:",
    "apple_german": "Am 05.01.2026 um 10:00 schrieb Support <support@vendor.example>:",
    "gmail_german_newer": "Support <support@vendor.example> schrieb am Mo., 5. Jan. 2026, 10:00:",
    "gmail_french": "Le lun. 5 janv. 2026 à 10:00, Support <support@vendor.example> a écrit :",
    "thunderbird_french": "Le 05/01/2026 à 10:00, Support a écrit\xa0:",
    "gmail_spanish": "El lun, 5 ene 2026 a las 10:00, Support (<support@vendor.example>) escribió:",
    "thunderbird_spanish": "El 5/1/26 a las 10:00, Support escribió:",
    "gmail_italian": "Il giorno lun 5 gen 2026 alle ore 10:00 Support <support@vendor.example> ha\nscritto:",
    "thunderbird_italian": "Il 05/01/26 10:00, Support ha scritto:",
    "gmail_portuguese": "Em seg., 5 de jan. de 2026 às 10:00, Support <support@vendor.example> escreveu:",
    "thunderbird_portuguese": "Em 05/01/2026 10:00, Support escreveu:",
    "gmail_dutch": "Op ma 5 jan. 2026 om 10:00 schreef Support <support@vendor.example>:",
    "apple_dutch": "Op 5 jan. 2026 om 10:00 heeft Support <support@vendor.example> het volgende geschreven:",
    "thunderbird_dutch": "Op 05-01-2026 om 10:00 schreef Support:",
    "gmail_swedish": "Den mån 5 jan. 2026 kl 10:00 skrev Support <support@vendor.example>:",
    "apple_swedish": "5 jan. 2026 kl. 10:00 skrev Support <support@vendor.example>:",
    "gmail_danish": "Den man. 5. jan. 2026 kl. 10.00 skrev Support <support@vendor.example>:",
    "gmail_norwegian": "man. 5. jan. 2026 kl. 10:00 skrev Support <support@vendor.example>:",
    "thunderbird_norwegian": "Den 05.01.2026 10:00, skrev Support:",
    "gmail_finnish": "ma 5. tammik. 2026 klo 10.00 Support (support@vendor.example) kirjoitti:",
    "thunderbird_finnish": "Support kirjoitti 5.1.2026 klo 10.00:",
    "gmail_polish": "pon., 5 sty 2026 o 10:00 Support <support@vendor.example> napisał(a):",
    "thunderbird_polish": "W dniu 5.01.2026 o 10:00, Support pisze:",
    "apple_polish": "Wiadomość napisana przez Support <support@vendor.example> w dniu 5 sty 2026, o godz. 10:00:",
    "gmail_czech": "po 5. 1. 2026 v 10:00 odesílatel Support <support@vendor.example> napsal:",
    "thunderbird_czech": "Dne 05. 01. 26 v 10:00 Support napsal(a):",
    "gmail_slovak": "po 5. 1. 2026 o 10:00 Support <support@vendor.example> napísal(a):",
    "gmail_russian": "пн, 5 янв. 2026 г. в 10:00, Support <support@vendor.example>:",
    "thunderbird_russian": "05.01.2026 10:00, Support пишет:",
    "apple_russian": "5 янв. 2026 г., в 10:00, Support <support@vendor.example> написал(а):",
    "gmail_russian_old": "5 января 2026 г., 10:00 пользователь Support <support@vendor.example> написал:",
    "mail_ru": "Понедельник, 5 января 2026, 10:00 +03:00 от Support <support@vendor.example>:",
    "gmail_ukrainian": "пн, 5 січ. 2026 р. о 10:00 Support <support@vendor.example> пише:",
    "gmail_bulgarian": "На пн, 5.01.2026 г. в 10:00 Support <support@vendor.example> написа:",
    "gmail_chinese": "Support <support@vendor.example> 于2026年1月5日周一 10:00写道：",
    "apple_chinese": "在 2026年1月5日，10:00，Support <support@vendor.example> 写道：",
    "netease": '在 2026-01-05 10:00:00，"Support" <support@vendor.example> 写道：',
    "gmail_taiwan": "Support <support@vendor.example> 於 2026年1月5日 週一 上午10:00寫道：",
    "gmail_japanese": "2026年1月5日(月) 10:00 Support <support@vendor.example>:",
    "apple_japanese": "2026/01/05 10:00、Support <support@vendor.example>のメール:",
    "thunderbird_japanese": "On 2026/01/05 10:00, Support wrote:",
    "gmail_korean": "2026년 1월 5일 (월) 오전 10:00, Support <support@vendor.example>님이 작성:",
    "gmail_turkish": "Support <support@vendor.example>, 5 Oca 2026 Pzt, 10:00 tarihinde şunu yazdı:",
    "gmail_greek": "Στις Δευ 5 Ιαν 2026 στις 10:00 π.μ., ο χρήστης Support <support@vendor.example> έγραψε:",
    "gmail_hungarian": "Support <support@vendor.example> ezt írta (időpont: 2026. jan. 5., H, 10:00):",
    "gmail_romanian": "În lun., 5 ian. 2026 la 10:00, Support <support@vendor.example> a scris:",
    "gmail_hebrew": "\u202bבתאריך יום ב׳, 5 בינו׳ 2026 ב-10:00 מאת \u202aSupport\u202c\u200f <\u202asupport@vendor.example\u202c\u200f>:\u202c",
    "gmail_arabic": "في الاثنين، 5 يناير 2026 في 10:00 ص تمت كتابة ما يلي بواسطة Support <support@vendor.example>:",
    "gmail_vietnamese": "Vào Th 2, 5 thg 1, 2026 vào lúc 10:00 Support <support@vendor.example> đã viết:",
    "gmail_indonesian": "Pada tanggal Sen, 5 Jan 2026 pukul 10.00 Support <support@vendor.example> menulis:",
    "gmail_croatian": "pon, 5. sij 2026. u 10:00 Support <support@vendor.example> napisao je:",
    "gmail_catalan": "Missatge de Support <support@vendor.example> del dia dl., 5 de gen. 2026 a les 10:00:",
    "gmail_thai": "ในวันที่ จ. 5 ม.ค. 2026 เวลา 10:00 Support <support@vendor.example> เขียนว่า:",
    "notes_wrote": "Support <support@vendor.example> wrote on 01/05/2026 10:00:00 AM:",
    "aol": "In a message dated 1/5/2026 10:00:00 A.M. Eastern Standard Time, support@vendor.example writes:",
    "horde_english": "Quoting Support <support@vendor.example>:",
    "horde_german": "Zitat von Support <support@vendor.example>:",
    "zoho": "---- On Mon, 05 Jan 2026 10:00:00 +0100 Support <support@vendor.example> wrote ----",
    "evolution": "On Mon, 2026-01-05 at 10:00 +0100, Support wrote:",
    "mutt": "On Mon, Jan 05, 2026 at 10:00:00AM +0100, Support wrote:",
    "kmail": "On Monday, 5 January 2026 10:00:00 CET Support wrote:",
    "exmh": "support@vendor.example said:",
    "zoho_wrapped": "---- On Mon, 05 Jan 2026 10:00:00 +0100 Vendor Support Team\n<support@vendor.example> wrote ----",
    "gmail_turkish_wrapped": "Vendor Support <support@vendor.example>, 5 Oca 2026 Pzt, 10:00 tarihinde\nşunu yazdı:",
    "gmail_russian_wrapped": "5 января 2026 г. 10:00 пользователь Vendor Support <support@vendor.example>\nнаписал:",
    "gmail_estonian_wrapped": "Vendor Support (<support@vendor.example>) kirjutas kuupäeval E, 5. jaanuar\n2026 kell 10:00:",
    "gmail_old_wrapped": "2026-01-05 10:00 GMT+01:00 Vendor Support Team of the Northern Countries\n<support@vendor.example>:",
    "thunderbird_korean": "2026. 1. 5. 10:00에 Support 이(가) 쓴 글:",
    "thunderbird_vietnamese": "Vào ngày 05/01/2026 lúc 10:00, Support viết:",
    "month_in_letters": "On 05-Jan-26 10:00 AM, Support wrote:",
    "dutch_without_colon": "Op ma 5 jan 2026 om 10:00 schreef Support <support@vendor.example>",
    "horde_with_date": "Quoting Support (2026-01-05 10:00:00)",
    "news": '"Support" <support@vendor.example> wrote in message news:5d2e1@vendor.example...',
    "in_brackets": "[2026-01-05 10:00] Support <support@vendor.example>",
    "verb_behind_a_gap": "On Mon, Jan 5, 2026 at 10:00 AM Support <support@vendor.example>\n\nwrote:",
    "closing_mark_on_its_own_line": "On Mon, Jan 5, 2026 at 10:00 AM, Support\n<\nsupport@vendor.example\n> wrote:",
    "zero_width": "\u200bOn Mon, 5 Jan 2026 at 10:00, Support <support@vendor.example> wrote:\u200b",
    "stamp_without_colon": "05.01.2026, 10:00, Support <support@vendor.example>",
    "bold_marks": "*On Mon, Jan 5, 2026 at 10:00 AM Support <support@vendor.example> wrote:*",
}

NEEDS_MARKS = (
    "verb_behind_a_gap",
    "thunderbird_english_old",
    "exmh",
    "dutch_without_colon",
    "horde_with_date",
    "news",
    "in_brackets",
)
WORKS_UNMARKED = {name for name in ATTRIBUTIONS if name not in NEEDS_MARKS}

HEADERS = {
    "outlook_english": "From: Support <support@vendor.example>\nSent: Monday, January 5, 2026 10:00 AM\nTo: Orla Brandt <orla@client.example>\nSubject: Ticket 412",
    "outlook_english_cc": "From: Support [mailto:support@vendor.example]\nSent: 05 January 2026 10:00\nTo: Orla Brandt; Jan Both\nCc: Ann Other <ann@client.example>;\n Ben Other <ben@client.example>\nSubject: RE: Ticket 412\nImportance: High",
    "outlook_bold": "*From:* Support <support@vendor.example>\n*Sent:* Monday, January 5, 2026 10:00 AM\n*To:* Orla Brandt <orla@client.example>\n*Subject:* Ticket 412",
    "outlook_german": "Von: Support <support@vendor.example>\nGesendet: Montag, 5. Januar 2026 10:00\nAn: Orla Brandt <orla@client.example>\nBetreff: Ticket 412",
    "outlook_french": "De : Support <support@vendor.example>\nEnvoyé : lundi 5 janvier 2026 10:00\nÀ : Orla Brandt <orla@client.example>\nObjet : Ticket 412",
    "outlook_spanish": "De: Support <support@vendor.example>\nEnviado el: lunes, 5 de enero de 2026 10:00\nPara: Orla Brandt <orla@client.example>\nAsunto: Ticket 412",
    "outlook_italian": "Da: Support <support@vendor.example>\nInviato: lunedì 5 gennaio 2026 10:00\nA: Orla Brandt <orla@client.example>\nOggetto: Ticket 412",
    "outlook_portuguese": "De: Support <support@vendor.example>\nEnviada em: segunda-feira, 5 de janeiro de 2026 10:00\nPara: Orla Brandt <orla@client.example>\nAssunto: Ticket 412",
    "outlook_dutch": "Van: Support <support@vendor.example>\nVerzonden: maandag 5 januari 2026 10:00\nAan: Orla Brandt <orla@client.example>\nOnderwerp: Ticket 412",
    "outlook_swedish": "Från: Support <support@vendor.example>\nSkickat: den 5 januari 2026 10:00\nTill: Orla Brandt <orla@client.example>\nÄmne: Ticket 412",
    "outlook_danish": "Fra: Support <support@vendor.example>\nSendt: 5. januar 2026 10:00\nTil: Orla Brandt <orla@client.example>\nEmne: Ticket 412",
    "outlook_finnish": "Lähettäjä: Support <support@vendor.example>\nLähetetty: maanantai 5. tammikuuta 2026 10.00\nVastaanottaja: Orla Brandt <orla@client.example>\nAihe: Ticket 412",
    "outlook_polish": "Od: Support <support@vendor.example>\nWysłano: poniedziałek, 5 stycznia 2026 10:00\nDo: Orla Brandt <orla@client.example>\nTemat: Ticket 412",
    "outlook_czech": "Od: Support <support@vendor.example>\nOdesláno: pondělí 5. ledna 2026 10:00\nKomu: Orla Brandt <orla@client.example>\nPředmět: Ticket 412",
    "outlook_russian": "От: Support <support@vendor.example>\nОтправлено: 5 января 2026 г. 10:00\nКому: Orla Brandt <orla@client.example>\nТема: Ticket 412",
    "outlook_chinese": "发件人: Support <support@vendor.example>\n发送时间: 2026年1月5日 10:00\n收件人: Orla Brandt <orla@client.example>\n主题: Ticket 412",
    "foxmail": "发件人： Support\n发送时间： 2026-01-05 10:00\n收件人： Orla Brandt\n主题： Ticket 412",
    "outlook_taiwan": "寄件者: Support <support@vendor.example>\n寄件日期: 2026年1月5日 上午 10:00\n收件者: Orla Brandt <orla@client.example>\n主旨: Ticket 412",
    "outlook_japanese": "差出人: Support <support@vendor.example>\n送信日時: 2026年1月5日 10:00\n宛先: Orla Brandt <orla@client.example>\n件名: Ticket 412",
    "outlook_korean": "보낸 사람: Support <support@vendor.example>\n보낸 날짜: 2026년 1월 5일 월요일 오전 10:00\n받는 사람: Orla Brandt <orla@client.example>\n제목: Ticket 412",
    "outlook_turkish": "Kimden: Support <support@vendor.example>\nGönderilen: 5 Ocak 2026 Pazartesi 10:00\nKime: Orla Brandt <orla@client.example>\nKonu: Ticket 412",
    "outlook_greek": "Από: Support <support@vendor.example>\nΣτάλθηκε: Δευτέρα, 5 Ιανουαρίου 2026 10:00 πμ\nΠρος: Orla Brandt <orla@client.example>\nΘέμα: Ticket 412",
    "outlook_hungarian": "Feladó: Support <support@vendor.example>\nElküldve: 2026. január 5., hétfő 10:00\nCímzett: Orla Brandt <orla@client.example>\nTárgy: Ticket 412",
    "outlook_hebrew": "מאת: Support <support@vendor.example>\nנשלח: יום שני 05 ינואר 2026 10:00\nאל: Orla Brandt <orla@client.example>\nנושא: Ticket 412",
    "outlook_arabic": "من: Support <support@vendor.example>\nتم الإرسال: 05/يناير/2026 10:00 ص\nإلى: Orla Brandt <orla@client.example>\nالموضوع: Ticket 412",
    "outlook_web_rule": "________________________________\nFrom: Support <support@vendor.example>\nSent: 05 January 2026 10:00\nTo: Orla Brandt <orla@client.example>\nSubject: Ticket 412",
    "outlook_express": '----- Original Message -----\nFrom: "Support" <support@vendor.example>\nTo: "Orla Brandt" <orla@client.example>\nSent: Monday, January 05, 2026 10:00 AM\nSubject: Ticket 412',
    "outlook_old": "-----Original Message-----\nFrom: Support [mailto:support@vendor.example]\nSent: Monday, January 05, 2026 10:00 AM\nTo: Orla Brandt\nSubject: Ticket 412",
    "outlook_old_german": "-----Ursprüngliche Nachricht-----\nVon: Support [mailto:support@vendor.example]\nGesendet: Montag, 5. Januar 2026 10:00\nAn: Orla Brandt\nBetreff: Ticket 412",
    "outlook_old_french": "-----Message d'origine-----\nDe : Support [mailto:support@vendor.example]\nEnvoyé : lundi 5 janvier 2026 10:00\nÀ : Orla Brandt\nObjet : Ticket 412",
    "samsung": "-------- Original message --------\nFrom: Support <support@vendor.example>\nDate: 05/01/2026 10:00 (GMT+01:00)\nTo: Orla Brandt <orla@client.example>\nSubject: Ticket 412",
    "samsung_german": "-------- Ursprüngliche Nachricht --------\nVon: Support <support@vendor.example>\nDatum: 05.01.26 10:00 (GMT+01:00)\nAn: Orla Brandt <orla@client.example>\nBetreff: Ticket 412",
    "gmx": 'Gesendet: Montag, 05. Januar 2026 um 10:00 Uhr\nVon: "Support" <support@vendor.example>\nAn: orla@client.example\nBetreff: Ticket 412',
    "hotmail_date_first": "> Date: Mon, 5 Jan 2026 10:00:00 +0100\n> From: support@vendor.example\n> To: orla@client.example\n> Subject: Ticket 412",
    "yahoo_old": "--- On Mon, 5/1/26, Support <support@vendor.example> wrote:\n\n\nFrom: Support <support@vendor.example>\nSubject: Ticket 412\nTo: orla@client.example\nDate: Monday, 5 January, 2026, 10:00",
    "qq": '------------------ 原始邮件 ------------------\n发件人: "Support" <support@vendor.example>;\n发送时间: 2026年1月5日(星期一) 上午10:00\n收件人: "orla"<orla@client.example>;\n主题: Ticket 412',
    "groupwise": ">>> Support <support@vendor.example> 05/01/26 10:00 AM >>>",
    "proton_separator": "\u2010\u2010\u2010\u2010\u2010\u2010\u2010 Original Message \u2010\u2010\u2010\u2010\u2010\u2010\u2010\nOn Monday, January 5th, 2026 at 10:00 AM, Support <support@vendor.example> wrote:",
    "proton_newer": "------- Original Message -------\nOn Monday, January 5th, 2026 at 10:00 AM, Support <support@vendor.example> wrote:\n",
    "lotus_notes": "Support/Vendor\n05.01.2026 10:00\n\nTo\nOrla Brandt <orla@client.example>\ncc\n\nSubject\nTicket 412",
    "notes_beside": "             Support\n             <support@vendor.example>\n                                              To\n             05/01/2026 10:00   Orla <orla@client.example>\n             AM                               cc\n\n                                         Subject\n                                Ticket 412\n",
    "notes_first_words": "Support ---05/01/2026 10:00:12 AM---Your ticket was received\n\nFrom:\tSupport\nTo:\tOrla Brandt\nDate:\t05/01/2026 10:00 AM\nSubject:\tTicket 412",
    "notes_name_and_date": "Support on 01/05/2026 10:00:00 AM\nTo: Orla Brandt/HOU@CLIENT\ncc: Jan Both\nSubject: Ticket 412",
    "notes_name_above_date": "\tSupport@VENDOR\n\t01/05/2026 10:00 AM\n\n\t\t To: Orla Brandt/HOU@CLIENT\n\t\t cc: \n\t\t Subject: Ticket 412",
    "labels_nobody_listed": "Qwe: Support <support@vendor.example>\nRty: 5 abc 2026 10:00\nUio: Orla Brandt <orla@client.example>\nPas: Ticket 412",
    "persian": "از: Support <support@vendor.example>\nارسال شده: دوشنبه ۵ ژانویه ۲۰۲۶ ۱۰:۰۰\nبه: Orla Brandt\nموضوع: Ticket 412",
    "serbian": "Од: Support\nПослато: 5. јануар 2026. 10:00\nЗа: Orla Brandt\nТема: Ticket 412",
    "lithuanian": "Siuntėjas: Support\nIšsiųsta: 2026 m. sausio 5 d. 10:00\nGavėjas: Orla Brandt\nTema: Ticket 412",
    "malay": "Daripada: Support\nDihantar: 05 Januari 2026 10:00\nKepada: Orla Brandt\nSubjek: Ticket 412",
    "catalan": "De: Support\nEnviat el: dilluns, 5 de gener de 2026 10:00\nPer a: Orla Brandt\nAssumpte: Ticket 412",
    "greek_with_final_sigma": "Από: Support\nΑπεσταλμένα: Δευτέρα, 5 Ιανουαρίου 2026 10:00 π.μ.\nΠρος: Orla Brandt\nΘέμα: Ticket 412",
    "orange_marks_only_the_block": '> Message du 05/01/26 10:00\n> De : "Support" <support@vendor.example>\n> A : "Orla" <orla@client.example>\n> Objet : Ticket 412\n>',
    "yahoo_android": "  On Mon, Jan 5, 2026 at 10:00, Support<support@vendor.example> wrote:   Hello,",
    "netease_master": "---- 回复的原邮件 ----\n| 发件人 | Support<support@vendor.example> |\n| 主题 | Ticket 412 |",
    "notes_indented": "From:\tSupport <support@vendor.example>\nTo:\tOrla Brandt <orla@client.example>,\nDate:\t05/01/2026 10:00\nSubject:\tTicket 412",
    "zimbra": '----- Original Message -----\nFrom: "Support" <support@vendor.example>\nTo: "Orla Brandt" <orla@client.example>\nSent: Monday, January 5, 2026 10:00:00 AM\nSubject: Ticket 412',
    "em_client": '------ Original Message ------\nFrom: "Support" <support@vendor.example>\nTo: "Orla Brandt" <orla@client.example>\nSent: 05/01/2026 10:00:00\nSubject: Ticket 412',
    "web_de_short": '-----Original-Nachricht-----\nBetreff: Ticket 412\nDatum: 2026-01-05T10:00:00+0100\nVon: "Support" <support@vendor.example>\nAn: "orla@client.example" <orla@client.example>',
    "one_line": "From: Support <support@vendor.example> Sent: Monday, January 5, 2026 10:00 AM To: Orla Brandt <orla@client.example> Subject: Ticket 412",
}


def _attributed() -> list[Case]:
    cases = [
        plain_reply(f"quoted_{name}", f"{_OWN}\n\n{line}\n{_QUOTED}\n", _OWN)
        for name, line in ATTRIBUTIONS.items()
    ]
    cases += [
        plain_reply(f"quoted_gap_{name}", f"{_OWN}\n\n{line}\n\n{_QUOTED}\n", _OWN)
        for name, line in ATTRIBUTIONS.items()
    ]
    cases += [
        plain_reply(f"unmarked_{name}", f"{_OWN}\n\n{ATTRIBUTIONS[name]}\n\n{_OLD}\n", _OWN)
        for name in sorted(WORKS_UNMARKED)
    ]
    cases += [
        plain_reply(f"below_{name}", f"{line}\n{_QUOTED}\n\n{_OWN}\n", _OWN)
        for name, line in ATTRIBUTIONS.items()
    ]
    return cases


def _headed() -> list[Case]:
    cases = []
    for name, block in HEADERS.items():
        old = "\n".join("> " + line for line in _OLD.split("\n")) if name == "hotmail_date_first" else _OLD
        cases.append(plain_reply(f"headed_{name}", f"{_OWN}\n\n{block}\n\n{old}\n", _OWN))
        cases.append(plain_reply(f"headed_close_{name}", f"{_OWN}\n{block}\n{old}\n", _OWN))
    return cases


_INTERLEAVED = """\
Hi,

On Mon, Jan 5, 2026 at 10:00 AM Support <support@vendor.example> wrote:

> Which version do you run?

4.2, since Friday.

> Does it happen on every machine?
> Also on the test system?

Only on two of them.

Orla

> The support team
> Vendor
"""

_ODD = [
    plain_reply("no_quote_at_all", "Just this.\n\nOrla\n", "Just this.\n\nOrla"),
    plain_reply(
        "interleaved",
        _INTERLEAVED,
        "Hi,\n\n> Which version do you run?\n\n4.2, since Friday.\n\n> Does it happen on every machine?\n> Also on the test system?\n\nOnly on two of them.\n\nOrla",
    ),
    plain_reply(
        "answer_only_between",
        "> Is it urgent?\nYes.\n> And since when?\nToday.\n",
        "> Is it urgent?\nYes.\n> And since when?\nToday.",
    ),
    plain_reply(
        "iphone_signature",
        "Fixed, thanks\n\nSent from my iPhone\n\n> On 5 Jan 2026, at 10:00, Support <support@vendor.example> wrote:\n> \n> Old\n",
        "Fixed, thanks\n\nSent from my iPhone",
    ),
    plain_reply(
        "signature_after_quote",
        "Yes please.\n\nOn Mon, 5 Jan 2026 at 10:00, Support <support@vendor.example> wrote:\n\n> Shall we?\n\n-- \nOrla Brandt\nClient Ltd\n",
        "Yes please.\n\n--\nOrla Brandt\nClient Ltd",
    ),
    plain_reply(
        "text_says_wrote",
        "As I wrote:\nthe disk is full. On Monday Jan wrote: it is empty.\nPlease look.\n",
        "As I wrote:\nthe disk is full. On Monday Jan wrote: it is empty.\nPlease look.",
    ),
    plain_reply(
        "list_with_colon",
        "We tried on 2026-01-05 at 10:30 the following:\n- restart\n- reinstall\n",
        "We tried on 2026-01-05 at 10:30 the following:\n- restart\n- reinstall",
    ),
    plain_reply(
        "own_labels",
        "To: reproduce it, do this.\nFrom: the menu choose Export.\nThen it fails.\n",
        "To: reproduce it, do this.\nFrom: the menu choose Export.\nThen it fails.",
    ),
    plain_reply(
        "log_with_dates",
        "The log says:\n\n2026-01-05 10:00:01 ERROR disk: no space\n2026-01-05 10:00:02 INFO done:\n2026-01-05 10:00:03 WARN x\n",
        "The log says:\n\n2026-01-05 10:00:01 ERROR disk: no space\n2026-01-05 10:00:02 INFO done:\n2026-01-05 10:00:03 WARN x",
    ),
    plain_reply("shell_prompt", "I ran this:\n\n> dir\n> copy a b\n", "I ran this:\n\n> dir\n> copy a b"),
    plain_reply(
        "python_prompt",
        "I get this:\n\n>>> import shop\n>>> shop.open()\nFalse\n",
        "I get this:\n\n>>> import shop\n>>> shop.open()\nFalse",
    ),
    plain_reply(
        "forward_with_words",
        "Please see below.\n\n---------- Forwarded message ---------\nFrom: Jan Both <jan@other.example>\nDate: Mon, 5 Jan 2026 at 10:00\nSubject: Broken\nTo: Orla Brandt <orla@client.example>\n\nIt is broken.\n",
        "Please see below.\n\n---------- Forwarded message ---------\nFrom: Jan Both <jan@other.example>\nDate: Mon, 5 Jan 2026 at 10:00\nSubject: Broken\nTo: Orla Brandt <orla@client.example>\n\nIt is broken.",
        subject="Fwd: Broken",
    ),
    plain_reply(
        "forward_alone_outlook",
        "From: Jan Both <jan@other.example>\nSent: Monday, January 5, 2026 10:00 AM\nTo: Orla Brandt\nSubject: Broken\n\nIt is broken.\n",
        "From: Jan Both <jan@other.example>\nSent: Monday, January 5, 2026 10:00 AM\nTo: Orla Brandt\nSubject: Broken\n\nIt is broken.",
        subject="FW: Broken",
    ),
    plain_reply(
        "answers_inline_unmarked",
        "Hi, see my answers inline in red.\n\nFrom: Support <support@vendor.example>\nSent: Monday, January 5, 2026 10:00 AM\nTo: Orla Brandt\nSubject: Ticket 412\n\nWhich version? 4.2\n",
        "Hi, see my answers inline in red.\n\nFrom: Support <support@vendor.example>\nSent: Monday, January 5, 2026 10:00 AM\nTo: Orla Brandt\nSubject: Ticket 412\n\nWhich version? 4.2",
    ),
    plain_reply(
        "nested_quotes",
        "New.\n\nOn Mon, 5 Jan 2026 at 10:00, Support <support@vendor.example> wrote:\n> Middle\n>\n> On Sun, 4 Jan 2026 at 10:00, Orla <orla@client.example> wrote:\n>> Old\n>> Older\n",
        "New.",
    ),
    plain_reply("quote_without_attribution", "Yes.\n\n> Shall we close it?\n", "Yes."),
    plain_reply(
        "attribution_and_nothing",
        "Thanks\n\nOn Mon, 5 Jan 2026 at 10:00, Support <support@vendor.example> wrote:\n",
        "Thanks",
    ),
    plain_reply(
        "quote_removed_answer_below",
        "On Mon, 5 Jan 2026 at 10:00, Support <support@vendor.example> wrote:\n\nThanks, that was it.\n",
        "Thanks, that was it.",
    ),
    plain_reply(
        "wrapped_leftovers",
        "No.\n\nOn Mon, 5 Jan 2026 at 10:00, Support <support@vendor.example> wrote:\n\n> This is a long line of the old mail which a program wrapped at eighty columns\nwithout a mark\n> and then went on with the next line of the old mail as if nothing was wrong at\nall\n> end\n",
        "No.",
    ),
    plain_reply(
        "outlook_express_marked",
        'New words.\n\n----- Original Message -----\nFrom: "Support" <support@vendor.example>\nTo: <orla@client.example>\nSent: Monday, January 05, 2026 10:00 AM\nSubject: Ticket 412\n\n\n> Old one\n> Old two\n',
        "New words.",
    ),
    plain_reply(
        "list_footer",
        "I agree.\n\nOn 5 Jan 2026, at 10:00, Support <support@vendor.example> wrote:\n> Shall we?\n\n_______________________________________________\nUsers mailing list\nUsers@lists.example\n",
        "I agree.\n\n_______________________________________________\nUsers mailing list\nUsers@lists.example",
    ),
]

_ODD += [
    plain_reply(
        "answers_inside_the_marks",
        "My answers are below in CAPS.\n\nOn Mon, 5 Jan 2026 at 10:00, Support <support@vendor.example> wrote:\n\n> Which version? FOUR\n",
        "My answers are below in CAPS.\n\nOn Mon, 5 Jan 2026 at 10:00, Support <support@vendor.example> wrote:\n\n> Which version? FOUR",
    ),
    plain_reply(
        "answers_in_red_german",
        "Antworten siehe unten in rot.\n\nVon: Support <support@vendor.example>\nGesendet: Montag, 5. Januar 2026 10:00\nAn: Orla\nBetreff: Ticket\n\nWelche Version? 4.2\n",
        "Antworten siehe unten in rot.\n\nVon: Support <support@vendor.example>\nGesendet: Montag, 5. Januar 2026 10:00\nAn: Orla\nBetreff: Ticket\n\nWelche Version? 4.2",
    ),
    plain_reply(
        "your_answer_below_is_theirs",
        "Thanks for your answer below, it works.\n\nOn Mon, 5 Jan 2026 at 10:00, Support <support@vendor.example> wrote:\n\n> Restart it.\n",
        "Thanks for your answer below, it works.",
    ),
    plain_reply(
        "quoted_attribution_between_answers",
        "Hi\n\n> On 5 Jan 2026, at 10:00, Support <support@vendor.example> wrote:\n> \n> Which version?\n\n4.2\n\n> Since when?\n\nFriday\n",
        "Hi\n\n> Which version?\n\n4.2\n\n> Since when?\n\nFriday",
    ),
    plain_reply(
        "iphone_forward",
        "Please help\n\n> Begin forwarded message:\n> \n> From: Jan Both <jan@other.example>\n> Subject: Broken\n> \n> It is broken.\n",
        "Please help\n\n> Begin forwarded message:\n> \n> From: Jan Both <jan@other.example>\n> Subject: Broken\n> \n> It is broken.",
        subject="Fwd: Broken",
    ),
    plain_reply(
        "bars_for_marks",
        "On Mon, Jan 05, 2026 at 10:00:00AM +0100, Support wrote:\n| Shall we?\n| Today?\n\nYes, today.\n",
        "Yes, today.",
    ),
    plain_reply(
        "initials_for_marks",
        "Support wrote on 5 Jan 2026 at 10:00:\nSP> Shall we?\nSP> Today?\n\nYes, today.\n",
        "Yes, today.",
    ),
    plain_reply(
        "table_with_bars",
        "The prices:\n\n| item | price |\n| disk | 12 |\n\nAre they right?\n",
        "The prices:\n\n| item | price |\n| disk | 12 |\n\nAre they right?",
    ),
    plain_reply(
        "own_fields_above_history",
        "Please change the booking:\n\nFrom: Berlin\nTo: Hamburg\nDate: 5 May 2026\n\nThanks\n\nOn Mon, 5 Jan 2026 at 10:00, Support <support@vendor.example> wrote:\n> Old\n",
        "Please change the booking:\n\nFrom: Berlin\nTo: Hamburg\nDate: 5 May 2026\n\nThanks",
    ),
]

_ODD += [
    plain_reply(
        "answer_between_attribution_and_quote",
        "On Mon, 5 Jan 2026 at 10:00, Support <support@vendor.example> wrote:\n\nThanks, that was it.\n\n> Restart it.\n",
        "Thanks, that was it.",
    ),
    plain_reply(
        "attribution_on_the_line_of_own_words",
        "It works now. On Mon, 5 Jan 2026 at 10:00, Support <support@vendor.example> wrote:\n> Restart it.\n",
        "It works now.",
    ),
    plain_reply(
        "log_line_that_says_wrote",
        "The log:\n2026-01-05 10:00:00 INFO bob@client.example wrote:\n3 bytes\nWhat now?\n",
        "The log:\n2026-01-05 10:00:00 INFO bob@client.example wrote:\n3 bytes\nWhat now?",
    ),
    plain_reply(
        "own_fields_without_any_address",
        "Bitte buchen:\nVon: Berlin\nAn: Hamburg\nDatum: 05.05.2026\nDanke\n",
        "Bitte buchen:\nVon: Berlin\nAn: Hamburg\nDatum: 05.05.2026\nDanke",
    ),
    plain_reply(
        "own_form",
        "Our data:\n\nName: Orla Brandt\nE-mail: orla@client.example\nDate: 5 May 2026 10:00\nSubject: Broken\n\nThanks\n",
        "Our data:\n\nName: Orla Brandt\nE-mail: orla@client.example\nDate: 5 May 2026 10:00\nSubject: Broken\n\nThanks",
    ),
    plain_reply(
        "right_to_left_mark_before_the_quote_mark",
        "On Mon, 5 Jan 2026 at 10:00, Support <support@vendor.example> wrote:\n\u200f> שלום\n\nתודה\n",
        "תודה",
    ),
]

_ODD += [
    plain_reply(
        "own_sentence_that_says_i_wrote",
        "Hallo,\n\nAm 05.01.2026 um 10:00 schrieb ich Ihnen:\nDer Drucker geht nicht.\n\nJetzt geht er wieder nicht."
        + "\n",
        "Hallo,\n\nAm 05.01.2026 um 10:00 schrieb ich Ihnen:\nDer Drucker geht nicht.\n\nJetzt geht er wieder nicht.",
    ),
    plain_reply(
        "framed_by_the_sender",
        "Please call me.\n\n>> 0123 456 <<" + "\n",
        "Please call me.\n\n>> 0123 456 <<",
    ),
    plain_reply(
        "pasted_request",
        "The request:\n\nPOST / HTTP/1.1\nHost: shop\nFrom: user@x.example\nDate: Mon, 5 Jan 2026 10:00:00 GMT\nSubject: x\n\nIt fails with 500."
        + "\n",
        "The request:\n\nPOST / HTTP/1.1\nHost: shop\nFrom: user@x.example\nDate: Mon, 5 Jan 2026 10:00:00 GMT\nSubject: x\n\nIt fails with 500.",
    ),
    plain_reply(
        "pasted_bounce_above_history",
        "Here is the bounce:\n\nFrom: Mail Delivery System <mailer@x.example>\nTo: Orla <orla@client.example>\nSubject: Undelivered\nDate: Mon, 5 Jan 2026 10:00:00 +0100\n\nNo such user\n\nPlease help.\n\nOn Mon, 5 Jan 2026 at 10:00, Support <support@vendor.example> wrote:\n> Old\n",
        "Here is the bounce:\n\nFrom: Mail Delivery System <mailer@x.example>\nTo: Orla <orla@client.example>\nSubject: Undelivered\nDate: Mon, 5 Jan 2026 10:00:00 +0100\n\nNo such user\n\nPlease help.",
    ),
    plain_reply(
        "outlook_chain_that_is_announced",
        "Please see below:\n\nFrom: Support <support@vendor.example>\nSent: Monday, January 5, 2026 10:00 AM\nTo: Orla\nSubject: Ticket\n\nOld\n",
        "Please see below:",
    ),
]

_ODD += [
    plain_reply(
        "notes_of_a_call",
        "Notes of the call on 5 Jan 2026 at 10:00 with Bob <bob@x.example>:\n\n- the disk is full\n- call again"
        + "\n",
        "Notes of the call on 5 Jan 2026 at 10:00 with Bob <bob@x.example>:\n\n- the disk is full\n- call again",
    ),
    plain_reply(
        "somebody_said",
        'On Monday Bob <bob@x.example> said:\n\n"it works". It does not.' + "\n",
        'On Monday Bob <bob@x.example> said:\n\n"it works". It does not.',
    ),
    plain_reply(
        "forward_in_an_answer_czech",
        "Please help.\n\n---------- Přeposlaná zpráva ---------\nOd: Jan Both <jan@other.example>\nDate: po 5. 1. 2026 v 10:00\nSubject: Broken\nTo: Orla <orla@client.example>\n\nIt is broken."
        + "\n",
        "Please help.\n\n---------- Přeposlaná zpráva ---------\nOd: Jan Both <jan@other.example>\nDate: po 5. 1. 2026 v 10:00\nSubject: Broken\nTo: Orla <orla@client.example>\n\nIt is broken.",
    ),
    plain_reply(
        "forward_in_an_answer_german_apple",
        "Bitte helfen.\n\nAnfang der weitergeleiteten Nachricht:\n\nVon: Jan Both <jan@other.example>\nBetreff: Kaputt\nDatum: 5. Januar 2026 um 10:00\nAn: Orla <orla@client.example>\n\nEs ist kaputt."
        + "\n",
        "Bitte helfen.\n\nAnfang der weitergeleiteten Nachricht:\n\nVon: Jan Both <jan@other.example>\nBetreff: Kaputt\nDatum: 5. Januar 2026 um 10:00\nAn: Orla <orla@client.example>\n\nEs ist kaputt.",
    ),
]

_CITED = 'Hi,\n\nOn 5 May 2026 at 10:30 your colleague Anna wrote:\n"we will fix it today"\n\nIt is not fixed. Please hurry.'


def _first_mail(name: str, body: str, subject: str) -> Case:
    """A mail that answers nothing."""
    raw = f"From: Orla Brandt <orla@client.example>\nSubject: {subject}\nContent-Type: text/plain; charset=utf-8\n\n{body}\n"
    return Case(name, raw.encode(), {"text": body, "reply_text": body})


_KEPT = [
    Case(
        "quoted_attribution_in_a_mail_that_says_no_reply",
        b"From: a@x.example\nSubject: Ticket\nContent-Type: text/plain\n\nFixed.\n\n> On 5 Jan 2026, at 10:00, Support <support@vendor.example> wrote:\n> \n> Old\n",
        {"reply_text": "Fixed."},
    ),
    _first_mail(
        "own_fields",
        "Please change:\n\nFrom: 10:00\nTo: 12:00\nDate: Friday\n\nThanks, and one more thing.",
        "Booking",
    ),
    _first_mail(
        "pasted_fields",
        "We got this strange mail:\n\nFrom: evil@x.example\nTo: us@y.example\nSubject: Win\nDate: today\n\nIs it spam? Please check.",
        "Strange mail",
    ),
    _first_mail(
        "pasted_mail",
        "We got this:\n\nFrom: a <a@b.example>\nSent: Monday, January 5, 2026 10:00 AM\nTo: us\nSubject: Win\n\nIs it spam?",
        "Spam?",
    ),
    _first_mail("cited_colleague", _CITED, "Not fixed"),
    plain_reply(
        "cited_colleague_in_answer",
        _CITED + "\n\nOn Mon, 5 Jan 2026 at 10:00, S <s@v.example> wrote:\n> old\n",
        _CITED,
    ),
    plain_reply(
        "menu_path",
        "Go to\n> Settings > Users\nand press save.\n",
        "Go to\n> Settings > Users\nand press save.",
    ),
    plain_reply(
        "one_question_answered", "Hi,\n\n> Which version?\n\n4.2\n", "Hi,\n\n> Which version?\n\n4.2"
    ),
    plain_reply(
        "sentence_with_address",
        "As my boss said on Monday 5 January 2026 at 10:00 to anna@x.example:\nwe must move.\n",
        "As my boss said on Monday 5 January 2026 at 10:00 to anna@x.example:\nwe must move.",
    ),
    plain_reply(
        "titles_in_dashes",
        "Hello\n\n----- Original configuration -----\nport=1\n----- New configuration -----\nport=2\n",
        "Hello\n\n----- Original configuration -----\nport=1\n----- New configuration -----\nport=2",
    ),
]

CASES = _attributed() + _headed() + _ODD + _KEPT
