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
_UNLABELLED = [
    ("german", "Leider läuft der Drucker nicht. Schöne Grüße aus Köln", "cp1252"),
    ("german_letters_alone", "äöüß are the letters that\n\nour keyboard lacks", "cp1252"),
    ("french", "Voilà le problème : l'écran reste noir après le démarrage. Où êtes-vous ?", "cp1252"),
    ("french_quotes", "« C’est l’été », a-t-il écrit à l'équipe…", "cp1252"),
    ("spanish", "¿Cómo entro? ¡Señor, el año pasado aún podía!", "cp1252"),
    ("portuguese", "Não consigo aceder à conta, a informação está errada", "cp1252"),
    ("italian", "La parola non è più valida, perciò aspetto. Perché?", "cp1252"),
    ("catalan", "L'àrea col·lectiva és àmplia", "cp1252"),
    ("swedish", "Det går inte längre att komma in på sidan", "cp1252"),
    ("danish", "Jeg kan ikke få adgang på nogen måde. Hilsen Søren", "cp1252"),
    ("icelandic", "Ég kemst ekki inn, takk fyrir aðstoðina", "cp1252"),
    ("polish", "Nie mogę się zalogować, wyświetla się błąd", "cp1250"),
    ("polish_iso", "Nie mogę się zalogować, wyświetla się błąd", "iso8859-2"),
    ("czech", "Nemohu se přihlásit, protože se vždy zobrazí chyba", "cp1250"),
    ("czech_iso", "Nemohu se přihlásit, protože se vždy zobrazí chyba", "iso8859-2"),
    ("slovak", "Neviem sa prihlásiť do účtu, môžete mi pomôcť? Ľubica", "cp1250"),
    ("hungarian", "Nem tudok belépni, mert elfelejtettem a jelszót, kérem segítsenek. Erdősi Előd", "cp1250"),
    ("croatian", "Poštovani, ne mogu se prijaviti. Možete li mi pomoći?", "cp1250"),
    ("turkish", "İyi günler, hesabıma giriş yapamıyorum, teşekkürler", "cp1254"),
    ("lithuanian", "Negaliu prisijungti prie paskyros. Ačiū už pagalbą", "cp1257"),
    ("signs", "25°C, 10 µm, 3×4, £300, © 2026 Company®", "cp1252"),
    ("russian_windows", "Спасибо, всё работает. Хорошего дня!", "cp1251"),
    ("russian_koi8", "Спасибо, всё работает. Хорошего дня!", "koi8-r"),
    ("greek", "Ευχαριστώ πολύ για την βοήθεια", "cp1253"),
    ("hebrew", "תודה רבה לכם על העזרה, הכל עובד עכשיו", "cp1255"),
    ("arabic", "شكرا جزيلا لكم على المساعدة، كل شيء يعمل الآن", "cp1256"),
    ("thai", "ขอบคุณมากสำหรับความช่วยเหลือ", "cp874"),
    ("japanese_windows", "件名の件、了解しました。確認をお願いします。", "cp932"),
    ("japanese_unix", "返信ありがとうございました", "euc_jp"),
    ("chinese", "订单号12345的发货时间是什么时候？请尽快回复", "gb18030"),
    ("chinese_traditional", "請問訂單何時出貨？我無法登入系統，謝謝", "cp950"),
    ("korean", "로그인이 되지 않습니다. 확인 부탁드립니다.", "cp949"),
]
"""Nobody says what these are in: it shows in how the languages are written."""

CASES += [_body(f"unlabelled_{name}", text.encode(codec), None, text) for name, text, codec in _UNLABELLED]
CASES += [
    _body(f"called_ascii_{name}", text.encode(codec), "us-ascii", text) for name, text, codec in _UNLABELLED
]
_OTHER_SCRIPTS = _UNLABELLED[[name for name, _, _ in _UNLABELLED].index("russian_windows") :]
CASES += [
    _body(f"called_latin_{name}", text.encode(codec), "iso-8859-1", text)
    for name, text, codec in _OTHER_SCRIPTS
]
CASES += [
    _body(
        "koi8_called_cp1251",
        f"{_RUSSIAN} Здравствуйте".encode("koi8-r"),
        "windows-1251",
        f"{_RUSSIAN} Здравствуйте",
    ),
    _body("cp1251_called_koi8", _RUSSIAN.encode("cp1251"), "koi8-r", _RUSSIAN),
    _body(
        "cp1251_capitals_locked", "кРЫШКА НЕ ЗАКРЫТА".encode("cp1251"), "windows-1251", "кРЫШКА НЕ ЗАКРЫТА"
    ),
    _body("latin_capitals", "ÄÖÜ ÉÈÊ ÀÂ ÇÑ".encode("cp1252"), "iso-8859-1", "ÄÖÜ ÉÈÊ ÀÂ ÇÑ"),
    _body("latin_letters_in_a_row", "àáâãäåæçèéêëìíîï".encode("cp1252"), "iso-8859-1", "àáâãäåæçèéêëìíîï"),
    _body("line_of_letters", b"\xc4" * 40, "iso-8859-1", "Ä" * 40),
]
