# ruff: noqa: E501
"""The words by which mail programs introduce what they quote, in the languages that they speak."""

import re

from holdfast.channels.mail.reading.scrub import without_bidi

_LABELS = {
    "from": "од|از|فرستنده|送信元|daripada|siuntėjas|nork|प्रेषक|nga|sendandi|发信人|發信人|寄信人|보낸 이|remitent|од кого|"
    "from|von|de|da|van|från|fra|frå|lähettäjä|od|от|від|от кого|发件人|寄件者|寄件人|差出人|送信者|보낸 사람|보낸사람|발신|발신자|"
    "보낸이|kimden|gönderen|από|feladó|od koga|pošiljatelj|şalja|expéditeur|remitente|mittente|remetente|afzender|absender|avsändare|afsender|"
    "avsender|nadawca|odesílatel|odesielateľ|отправитель|відправник|מאת|من|от|de la|expeditor|dari|จาก|từ|người gửi|šalje|pošiljalac|saatja|"
    "no|nuo|kellelt|desde|de parte de|frá|подател|изпратено от|發件人|from address|від кого|αποστολέας|küldő|expeditorul|de part de|odosielateľ|שולח|المرسل",
    "date": "απεσταλμένα|αποστολή|ارسال شده|تاریخ|日付|dihantar|tarikh|послато|датум|enviat el|bidaltze-data|испратено|भेजा गया|दिनांक|dërguar|已发送|已傳送|전송됨|발신일|보낸 시각|saatmisaeg|dagsetning|ส่ง|送信日付|odoslaná|"
    "sent|date|sent at|sent on|gesendet|datum|gesendet am|datum/uhrzeit|envoyé|envoyé le|date d'envoi|enviado|enviado el|fecha|"
    "fecha de envío|enviado em|data|data de envio|enviada em|enviada|inviato|data invio|inviato il|inviata|verzonden|verzonden op|verstuurd|"
    "skickat|skickat den|sendt|dato|lähetetty|päivämäärä|wysłano|wysłane|data wysłania|odesláno|datum odeslání|odoslané|отправлено|дата|"
    "дата отправки|надіслано|发送时间|发送日期|日期|寄件日期|傳送時間|送信日時|日時|送信日|보낸 날짜|보낸날짜|날짜|보낸 시간|받은 날짜|"
    "gönderilen|gönderildi|tarih|gönderme tarihi|στάλθηκε|ημερομηνία|elküldve|dátum|küldve|trimis|data trimiterii|נשלח|תאריך|تاريخ الإرسال|"
    "التاريخ|تم الإرسال|أرسلت|dikirim|tanggal|ส่งเมื่อ|วันที่|đã gửi|ngày|thời gian|poslano|poslato|saadetud|kuupäev|nosūtīts|išsiųsta|"
    "изпратено|enviat|sent date|發送時間|時間|时间|datum slanja|received|received at|sendetid|sendt den|mottatt|päiväys|pvm|傳送日期|보낸시간|gönderilme tarihi|ημ/νία|dată|datums|terkirim|date/time",
    "to": "за|به|گیرنده|per a|nori|प्रति|për|gavėjas|prejemnik|adressaat|tới|ke|viðtakandi|adresat|primatelj|primalac|прима|收信人|받은 사람|받는 이|destinatari|"
    "to|an|à|para|a|aan|till|til|vastaanottaja|do|komu|кому|до|收件人|收件者|宛先|받는 사람|받는사람|수신|수신자|받는이|kime|alıcı|προς|"
    "címzett|za|către|catre|אל|إلى|الى|kepada|ถึง|đến|người nhận|prima|kellele|kam|kam:|destinataire|destinatario|destinatário|empfänger|"
    "ontvanger|per|от до|Кому|pro|mottagare|modtager|mottaker|adresát|получатель|til:|saaja|送信先|παραλήπτης|destinatar|destinatarul|pre|pour|příjemce|odbiorca|одержувач|נמען|المستلم",
    "cc": "رونوشت|نسخة إلى|sk|salinan|kp|копија|afrit|a/c|प्रतिलिपि|koopia|kopija|สำเนาถึง|c/c|副本抄送|kopi til|κοινοποίηση|"
    "cc|kopie|kopie (cc)|copie|copia|cópia|kopia|kopio|копия|копія|抄送|副本|抄送人|참조|bilgi|κοιν|κοιν.|másolat|kópia|עותק|نسخة|dw|udw|"
    "tembusan|สำเนา|spoluadresát|kópie|cc/副本|bcc|c.c|ccc|kopi|cópia (cc)|в копии|másolatot kap|копие|同报|copie à",
    "subject": "موضوع|predmet|предмет|subjekti|विषय|gaia|subxecto|"
    "subject|betreff|objet|asunto|oggetto|assunto|onderwerp|ämne|emne|aihe|temat|předmět|predmet|тема|主题|主題|主旨|件名|제목|konu|"
    "θέμα|tárgy|subiect|נושא|الموضوع|perihal|subjek|เรื่อง|chủ đề|tiêu đề|teema|tēma|tema|thema|assumpte|efni|относно|předmět|naslov|zadeva|re|标题|標題|sujet|표제|subiectul|judul",
    "other": "reply-to|reply to|antwort an|importance|priority|priorität|wichtigkeit|attachments|anlagen|pièces jointes|importance|prioridad|"
    "responder a|répondre à|organization|mailed-by|signed-by|security|sent by|x-mailer|message-id|allegati|bijlagen|вложения|附件|添付ファイル|"
    "dringlichkeit|belang|wichtigkeit|重要性|优先级",
}
_ROLE_OF = {
    label.strip().casefold(): role
    for role, labels in reversed(_LABELS.items())
    for label in labels.split("|")
}
_LABEL_LINE = re.compile(r"^[\s*_|]*([^\s:：*_][^:：]{0,28}?)[\s*_\xa0]*[:：]")
_MARKS = re.compile(r"[*_\xa0\t]+")


def label_of(line: str) -> str | None:
    """The role of the header label that the line begins with (`from`, `date`, `to`, `cc`, `subject`,
    `other`), or None."""
    match = _LABEL_LINE.match(without_bidi(line[:80]))
    if match is None:
        return None
    return _ROLE_OF.get(" ".join(_MARKS.sub(" ", match[1]).split()).casefold())


def bare_label_of(line: str) -> str | None:
    """The same for a label alone on its line without a colon, as Lotus Notes writes it."""
    text = line.strip()
    return _ROLE_OF.get(text.casefold()) if 0 < len(text) <= 20 else None


def begins_with_label(line: str) -> bool:
    """The same for a label with its value beside it, and no colon or the bar of a table between the two."""
    words = line[:80].strip(" |*_\t").replace("|", " ").split()
    return len(words) > 1 and any(" ".join(words[:many]).casefold() in _ROLE_OF for many in (1, 2, 3))


WROTE = re.compile(
    r"\b(?:wrote|writes|said|schrieb|schreibt|geschrieben|(?:a|à) écrit|écrivit|écrit|escribió|escribi[óo]|escribe|escribiu|escreveu|escreve|ha scritto|scrive|scriveva|"
    r"schreef|geschreven|het volgende geschreven|skrev|skriver|skreiv|följande|kirjoitti|napisał(?:\(a\)|a|/a)?|napisali|pisze|napsal(?:\(a\)|a)?|napísal(?:\(a\)|a)?|"
    r"написал(?:\(а\)|а|/а)?|пишет|писали|писал(?:\(а\)|а)?|пише|написав(?:\(ла\)|ла)?|написа|написала|yazdı|şunları yazdı|şunu yazdı|"
    r"έγραψε|γράφει|ezt írta|írta|a scris|scrie|va escriure|ha escrit|(?:đã )?viết(?= ?[:：])|menulis|napisao(?: je)?|napisala(?: je)?|је написао|је написала|napisal(?:a)?|"
    r"rašė|parašė|rakstīja|kirjutas|skrifaði|idatzi zuen|напісаў|напісала|skrivet gant|ysgrifennodd|skreau|scríobh|sgrìobh|ha (?:.{1,60} )?scrit|geskryf|shkroi|jo (?:.{1,60} )?napisał|napisa|scribeva|scripsit|quoting|zitat von|citando|quotando|citerar|a répondu|replied)\b"
    r"|写于|写道|寫道|写到|書きました|のメール|のメッセージ|書いた|작성|님이 (?:쓴|쓰시길|작성)|님의 말|쓴 글|כתב|כתבה|كتب|نوشت|تمت كتابة|เขียน|"
    r"пользователь .{1,80} написал|գրել է|បានសរសេរ|बजे .{1,120} ने लिखा|בתאריך .{5,60}[ ,]מאת ",
    re.I,
)

PERSONAL = re.compile(
    r"\b(?:I|we|you|your|my|our|me|us|ich|wir|Sie|Ihnen|mir|uns|Ihre?|meine?|unsere?|j'|j’|nous|vous|votre|notre|mon|ma|yo|nosotros|usted|ustedes|su|mi|"
    r"io|noi|voi|vostr[oa]|nostr[oa]|eu|nós|você|vocês|meu|minha|seu|sua|ik|wij|jij|jullie|mijn|jag|vi|ni|min|vår|jeg|dere|minä|te|ja|já|"
    r"я|мы|вы|Вы|мне|нам|мой|ваш|наш|ми|ви)\b"
)
"""Words that a person says and no mail program does."""

STARTS = re.compile(
    r"^[\s*_>-]*(?:on|noong|ar|am|le|el|il|il giorno|op|em|no dia|den|d\.|dne|dňa|w dniu|dnia|on:|at|in a message dated|в|на|у|στις|tarihinde|pada|vào|þann|ils|d'an/ar|më|เมื่อ|"
    r"בתאריך|ב-|في|i|a|om|vom|von|pe|în|dana|v|ve|il:|a las|em:|el día|le\xa0|wiadomość napisana|sent from|quoting|zitat|在|於|于|"
    r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?|(?:lun|mar|mer|mié|jeu|jue|ven|vie|sam|sáb|dim|dom|gio|seg|ter|qua|qui|sex|sab)[a-z]*\.?,?|"
    r"(?:пн|вт|ср|чт|пт|сб|вс|нд|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье)[.,]*|"
    r"(?:mån|tis|ons|tors|fre|lör|sön|man|tir|tor|lør|søn|ma|di|wo|do|vr|za|zo|ti|ke|to|pe|la|su|pon|wt|śr|czw|pt|sob|niedz|po|út|st|čt|pá|so|ne)\.?,?)\s",
    re.I,
)

ORIGINAL = re.compile(
    r"original message|original mail|original e-?mail|original appointment|ursprüngliche (?:nachricht|e-?mail)|original-?nachricht|originalnachricht|"
    r"ursprünglicher termin|message d'origine|message d’origine|message original|message initial|mail original|e-?mail d.origine|mensaje original|correo original|messaggio originale|messaggio (?:di )?origin|"
    r"mensagem original|oorspronkelijk(?:e)? bericht|origineel bericht|originalmeddelande|ursprungligt meddelande|originalt? meddelelse|"
    r"oprindelig (?:meddelelse|besked|mail)|originalmelding|opprinnelig melding|alkuperäinen viesti|oryginalna wiadomość|wiadomość oryginalna|"
    r"původní zpráva|pôvodná správa|исходное сообщение|оригинальное сообщение|початкове повідомлення|вихідне повідомлення|оригінальне повідомлення|"
    r"orijinal (?:mesaj|ileti)|özgün ileti|αρχικό μήνυμα|eredeti (?:üzenet|levél)|mesaj original|mesajul original|原始邮件|原邮件|邮件原件|原始郵件|原郵件|元のメッセージ|原文|"
    r"원본 (?:메시지|메일)|ההודעה המקורית|הודעה מקורית|الرسالة الأصلية|pesan asli|ข้อความต้นฉบับ|thư gốc|tin nhắn gốc|izvorna poruka|izvirno sporočilo|"
    r"originalna poruka|algsõnum|originalus laiškas|missatge original|оригинално писмо|оригинална порака|oorspronklike boodskap|mensaxe orixinal|зыходны ліст|kemennadenn orinel|neges wreiddiol|originalna powěsć|algne kiri|jatorrizko mezua|oarspronklik berjocht|teachtaireacht bhunaidh|teachdaireachd thùsail|मूल संदेश|upprunalegur póstur|საწყისი წერილი|opphavleg melding|messadi original|mesazhi origjinal|umyalezo wakuqala|原始消息|ursprüngliche mitteilung|মূল বার্তা|orig\.\s?msg|quoted message|previous message|replied message|reply message|antwort auf",
    re.I,
)

_ANSWERS = (
    "answers?|comments?|repl(?:y|ies)|responses?|remarks?|feedback|antwort(?:en)?|kommentare?|anmerkung(?:en)?|réponses?|commentaires?|remarques?|"
    "respuestas?|comentarios?|risposte|risposta|commenti|respostas?|comentários?|antwoord(?:en)?|opmerkingen|reacties?|svar|kommentarer|"
    "vastaukset|vastaus|kommentit|odpowiedzi|komentarze|odpovědi|komentáře|odpovede|ответы|комментарии|відповіді|коментарі|cevaplar\\w*|yanıtlar\\w*|"
    "válasz\\w*|răspunsuri(?:le)?|απαντήσεις|oдговори"
)
_WITHIN = (
    "in-?line|in line(?! with)|below|(?:with)?in (?:your|the) (?:text|e?-?mail|message)|between the lines|embedded|in ?between|interspersed|"
    "unten|unterhalb|im text|direkt im|ci-dessous|dans le (?:texte|corps)|dans votre|plus bas|abajo|debajo|a continuación|entre líneas|en el texto|"
    "sotto|di seguito|nel testo|abaixo|no texto|no corpo|hieronder|in de tekst|nedan|i texten|nedenfor|i teksten|alla|tekstissä|"
    "poniżej|w tekście|níže|v textu|nižšie|ниже|в тексте|нижче|aşağıda|alább|lent|mai jos|în text|παρακάτω"
)
_COLOURED = (
    "in (?:red|blue|green|purple|orange|bold|caps|colou?r)|in (?:rot|blau|grün|fett)|rot markiert|farbig|en (?:rouge|bleu|vert|gras|couleur)|"
    "en (?:rojo|azul|verde|negrita)|in (?:rosso|blu|verde|grassetto)|em (?:vermelho|azul|verde|negrito)|in (?:rood|blauw|groen|het rood|het blauw)|"
    "(?:i|med) (?:rött|blått|grönt|rødt|blåt|grønt)|punaisella|sinisellä|na czerwono|na niebiesko|červeně|modře|красным|синим|червоним|kırmızı|mavi ile|"
    "pirossal|kékkel|cu roșu|cu rosu|με κόκκινο"
)

_YOURS = (
    "your|his|her|their|ihre|ihrer|deine|deiner|eure|votre|vos|ta|tes|tu|tus|su|sus|vuestra|vostra|tua|sua|suas|uw|je|jouw|din|dit|jeres|"
    "twoje|twoja|państwa|vaše|tvoje|ваш|ваши|твой"
)
_NOT_YOURS = "".join(rf"(?<!\b{whose} )" for whose in _YOURS.split("|"))

ANSWERS_BELOW = re.compile(
    rf"{_NOT_YOURS}\b(?:{_ANSWERS})\b[^.!?\n]{{0,40}}\b(?:{_WITHIN}|{_COLOURED})\b|"
    rf"\b(?:{_WITHIN})\W{{1,3}}(?:(?:my|our|the|meine|unsere|mes|nos|mis|nuestras|le mie|minhas|mijn|onze|mina|mine|moje|мои|мої)\W)?(?:{_ANSWERS})\b|"
    rf"\b(?:{_WITHIN})\b[^.!?\n]{{0,30}}\b(?:{_COLOURED})\b|\b(?:{_COLOURED})\b.{{0,20}}\b(?:{_WITHIN})\b|"
    r"\b(?:see|answered|replied|responded|commented|responding|siehe|beantwortet) (?:\w+ ){0,2}in-?line\b|^\W*in-?line\W*$|"
    "下記にて回答|下記に回答|赤字|青字|インラインで|见红字|見紅字|红字|紅字|蓝字|见下文回复|빨간색|파란색|본문에 답변|아래에 답변",
    re.I | re.M,
)

SIGNATURE = re.compile(
    r"^\s*(?:--\s?$|-- |sent from |sent with |sent via |get outlook for|gesendet (?:von|mit)|von meinem .{1,30} gesendet|envoyé (?:de|depuis|à partir)|enviado (?:desde|do|a partir)|"
    r"inviato da|verzonden (?:vanaf|met|door)|verstuurd vanaf|skickat från|sendt fra|lähetetty |wysłan[eo] z|odesláno z|отправлено (?:с|из|от)|"
    r"iphone ?から|発自|发自|從我的|从我的|나의 .{1,20}에서 보냄|telefonumdan|holen sie sich outlook|télécharge[rz] outlook|obtener outlook|_{5,}\s*$|"
    r"you (?:are receiving|received) this (?:e-?mail|message|because)|to unsubscribe|unsubscribe:|-{3,}\s*$|diese nachricht wurde von .{1,40} gesendet|mobile\s?[:：+(\d]|スマートフォン)",
    re.I,
)
