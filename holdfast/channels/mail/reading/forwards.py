# ruff: noqa: E501
"""Marks of a forwarded mail: what the sender passes on is what the sender sends, so it is kept."""

import re

from holdfast.channels.mail.reading.scrub import without_bidi

_WORDS = re.compile(
    r"forwarded (?:message|mail|by)|forwarded:|begin forwarded|weitergeleiteten? (?:nachricht|e-?mail|mail)|nachricht \(weitergeleitet\)|weitergeleitet von|"
    r"message (?:transféré|réexpédié)|transféré par|(?:mensaje|correo) reenviado|reenviado por|messaggio inoltrato|inoltrato da|"
    r"mensagem (?:encaminhada|reencaminhada)|doorgestuurd bericht|vidarebefordrat (?:meddelande|brev|mail)|"
    r"videresendt (?:besked|melding|meddelelse|mail|e-post)|(?:edelleen)?välitetty viesti|edelleenlähetetty viesti|"
    r"(?:przekazana|przesłana) wiadomość|wiadomość przekazana|(?:przekazywanej|przekazanej) wiadomości|přeposlaná zpráva|přeposílané zprávy|přeposlané zprávy|preposlaná správa|"
    r"пересылаемое сообщение|переадресованное сообщение|начало переадресованного|пересланное (?:сообщение|письмо)|переслане повідомлення|"
    r"(?:被)?转发的?(?:消息|邮件|信息|原邮件)|轉寄的?(?:郵件|訊息)|開始轉寄|以下是转发|转发邮件信息|転送(?:された)?メッセージ|転送メール|전달된 메시지|전달된 메일|"
    r"továbbított (?:üzenet|levél)|(?:iletilen|iletilmiş) (?:ileti(?:ye)?|mesaj)|yönlendirilen (?:ileti|mesaj)|mesaj(?:ului)? redirecționat|προωθημένου? (?:μήνυμα|μηνύματος)|"
    r"(?:ה)?הודעה שהועברה|رسالة مُ?عاد توجيهها|الرسالة المُ?عاد توجيهها|پیام باز.?ارسال شده|препратено (?:съобщение|писмо)|прослеђена порука|edastatud kiri|pārsūtīta ziņa|pārsūtītā ziņa|persiųstas laiškas|перенаправленное сообщение|ข้อความที่ส่งต่อ|réacheminé par|전송된 메시지|رسالة محولة|tin nhắn (?:đã )?chuyển tiếp|pesan terusan|proslijeđena poruka|posredovano sporočilo|"
    r"missatge reenviat|proslijeđenu poruku|prosleđena poruka|mesajul redirecționat|preposlanej správy|vidarebefordrat mejl|(?<!\w)i̇?leti başlangıcı|İleti başlangıcı|"
    r"початок листа, що пересилається|message transmis|mail transféré|thư (?:được )?chuyển tiếp|перенаправлене повідомлення|メッセージを転送|wiadomość przesłana dalej",
    re.I,
)
_FRAME = re.compile(r"^[\s*_=‐-―─━<>-]*|[\s*_=‐-―─━<>:：-]*$")
_TAG = r"^\s*(?:\[[^\]]{1,60}\]\s*|\*{2,}\s?spam\s?\*{2,}\s*|(?:external|extern|ext|spam)\s?:\s*)?"
"""What a gateway sets before the subject."""
_SUBJECT = re.compile(
    _TAG
    + r"(fwd?|fw|wg|tr|rv|enc|vl|vb|pd|i|doorst|redir\.|videresend|fs|továbbítás|i̇lt|ilt|πρθ|hal|ha|trs|mt|hl|přeposláno|전달|转发|轉寄|转寄|转|轉|転送)\s*[:：]",
    re.I,
)
_DANISH_HEADER = re.compile(r"^[\s*_]*fra[\s*_]*:", re.I | re.M)
_REPLY_SUBJECT = re.compile(
    _TAG
    + r"(re|aw|antw|antwort|antwoord|sv|svar|svara|vs|vastaus|réponse|riferimento|bls|balas|odpowiedź|yanıt|válasz|απάντηση|σχετ|תגובה|השב|ответ|відповідь|關於|关于|rif|ris|r|ref|res|odp|vá|ynt|yan|απ|回复|答复|回覆|返信|回信|답장|réf|rép|на|отв|atb|答覆|trả lời|ตอบ(?:กลับ)?|תשובה|رد|ang)"
    r"\.?\s*(?:\[\d+\]|\^\d+|\(\d+\))?\s*[:：]",
    re.I,
)


def is_forward_mark(line: str) -> bool:
    """Whether the line is the mark that a mail program puts above what it forwards, and nothing else."""
    text = without_bidi(line[:160]).strip()
    if len(text) > 120 or not text:
        return False
    found = _WORDS.search(text)
    if found is None:
        return False
    bare = _FRAME.sub("", text)
    framed = len(bare) < len(text) - 2 or text.endswith((":", "："))
    return framed and _FRAME.sub("", text[: found.start()]).strip().lower() in _LEADS


_LEADS = {
    "",
    "begin",
    "inline",
    "anfang der",
    "beginn der",
    "début du",
    "inicio del",
    "inizio",
    "início da",
    "start på",
    "započni",
    "începe",
    "začiatok",
    "start",
    "başlangıç",
    "początek",
    "začátek",
    "treść",
    "începutul",
    "αρχή",
    "תחילת",
    "بداية",
    "下面是",
    "以下是",
    "بدء",
    "a",
    "original",
}


def is_forward_subject(subject: str) -> bool:
    return bool(_SUBJECT.match(subject))


def is_reply_subject(subject: str) -> bool:
    return bool(_REPLY_SUBJECT.match(subject))


def is_danish_forward(subject: str, text: str) -> bool:
    """'VS:' is an answer in Finnish and a forward in Danish and Norwegian; the header block tells which."""
    return subject.lstrip()[:3].lower() == "vs:" and _DANISH_HEADER.search(text[:20_000]) is not None
