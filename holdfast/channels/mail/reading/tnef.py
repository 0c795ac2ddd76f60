"""winmail.dat unpacked, with limits (T39); what cannot be unpacked stays the attachment that it is."""

import logging
import mimetypes
import re
from dataclasses import dataclass, field

from holdfast.channels.mail.reading import charsets, limits
from holdfast.channels.mail.reading.filenames import safe_name

_SIGNATURE = b"\x78\x9f\x3e\x22"
_RTF_TOKEN = re.compile(
    r"\\\*|\\'([0-9a-fA-F]{2})|\\u(-?\d{1,6}) ?|\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\([^a-zA-Z])|([{}])|([^\\{}]+)",
    re.S,
)
_RTF_SILENT = frozenset(
    [
        "fonttbl",
        "colortbl",
        "stylesheet",
        "info",
        "pict",
        "object",
        "themedata",
        "colorschememapping",
        "latentstyles",
        "datastore",
        "header",
        "footer",
        "generator",
        "mhtmltag",
        "xmlnstbl",
        "listtable",
        "listoverridetable",
        "rsidtbl",
        "filetbl",
    ]
)


class _Silence(logging.Filter):
    """Nothing of a mail goes into a log; and a count of properties that is a lie ends where the blob does.

    The library would go on to four thousand million, and say of each that it is skipped; what is raised here it takes
    for the end of the properties.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        if str(record.msg).startswith("Skipping property"):
            raise ValueError("the blob has fewer properties than it says")
        return False


logging.getLogger("tnefparse").addFilter(_Silence())


@dataclass(slots=True)
class Unpacked:
    """What a TNEF blob held. `files` are (name, content type, content id, content)."""

    files: list[tuple[str | None, str, str | None, bytes]] = field(default_factory=list)
    text: str = ""
    html: str = ""


def looks_like_tnef(content_type: str, filename: str | None) -> bool:
    return (
        content_type in ("application/ms-tnef", "application/vnd.ms-tnef")
        or (filename or "").lower() == "winmail.dat"
    )


def unpack(data: bytes) -> Unpacked | None:
    """The files and the body inside; None for what is no TNEF, is too large, or is broken."""
    if not data.startswith(_SIGNATURE) or len(data) > limits.TNEF_BYTES:
        return None
    try:
        from tnefparse import TNEF

        parsed = TNEF(data, do_checksum=False)
        found = Unpacked()
        for attachment in parsed.attachments[: limits.TNEF_PARTS]:
            _add_file(found, attachment)
        _add_body(found, parsed)
    except (
        Exception
    ):  # the unpacker raises whatever a broken blob makes it trip over; the blob is then listed as it is
        return None
    return found if found.files or found.text.strip() or found.html.strip() else None


def _add_file(found: Unpacked, attachment: object) -> None:
    data = getattr(attachment, "data", b"") or b""
    if not isinstance(data, bytes):
        return
    name = _attachment_name(attachment)
    kind = mimetypes.guess_type(name or "")[0] or "application/octet-stream"
    mime_tag = _mapi_text(attachment, 0x370E)
    content_id = _mapi_text(attachment, 0x3712)
    found.files.append(
        (name, mime_tag.lower() if "/" in mime_tag else kind, content_id.strip("<>") or None, data)
    )


def _attachment_name(attachment: object) -> str | None:
    for value in (_mapi_text(attachment, 0x3707), _mapi_text(attachment, 0x3704), _short_name(attachment)):
        if name := safe_name(value.rstrip("\x00")):
            return name
    return None


def _short_name(attachment: object) -> str:
    """The name in the sender's own code page, which the library takes for UTF-8 and trips over."""
    short = getattr(attachment, "_name", b"")
    if isinstance(short, bytes):
        return charsets.decode(short, getattr(attachment, "codepage", None), guess=False)
    return str(short or "")


def _mapi_text(attachment: object, name: int) -> str:
    for attribute in getattr(attachment, "mapi_attrs", []) or []:
        if getattr(attribute, "name", None) == name:
            value = getattr(attribute, "data", b"")
            if isinstance(value, list):
                value = value[0] if value else b""
            if isinstance(value, bytes):
                wide = getattr(attribute, "attr_type", 0) == 0x1F
                value = value.decode("utf-16-le", "replace") if wide else charsets.decode(value, guess=False)
            return str(value).rstrip("\x00").strip()
    return ""


def _add_body(found: Unpacked, parsed: object) -> None:
    html = getattr(parsed, "htmlbody", None)
    if isinstance(html, bytes):
        html = charsets.decode(html)
    found.html = (html or "").replace("\x00", "")
    body = getattr(parsed, "body", None)
    if isinstance(body, bytes):
        body = charsets.decode(body)
    found.text = (body or "").replace("\x00", "")
    if not found.text.strip() and not found.html.strip():
        rtf = getattr(parsed, "rtfbody", None)
        if rtf:
            found.text = rtf_text(bytes(rtf[: limits.TEXT_BYTES]))


def rtf_text(data: bytes) -> str:
    """The plain words of an RTF document, HTML in disguise included; linear."""
    out: list[str] = []
    stack: list[tuple[bool, int]] = []
    silent, skip = False, 0
    is_html = b"\\fromhtml" in data[:400]
    page = re.search(rb"\\ansicpg(\d{3,5})", data[:400])
    codec = charsets.true_name(f"cp{page[1].decode()}") if page else ""
    raw = bytearray()

    def flush() -> None:
        if raw:
            out.append(charsets.decode(bytes(raw), codec or "cp1252", guess=False))
            raw.clear()

    for token in _RTF_TOKEN.finditer(data.decode("latin-1")):
        hexadecimal, number, word, argument, symbol, brace, text = token.groups()
        if hexadecimal is None:
            flush()
        if brace == "{":
            if len(stack) < 2000:
                stack.append((silent, skip))
        elif brace == "}":
            silent, skip = stack.pop() if stack else (False, 0)
        elif token[0] == "\\*":
            silent = True
        elif word == "htmlrtf":
            silent = argument != "0"
        elif word in _RTF_SILENT:
            silent = True
        elif silent:
            continue
        elif hexadecimal is not None:
            raw.append(int(hexadecimal, 16))
        elif number is not None:
            out.append(chr(int(number) & 0xFFFF))
            skip = 1
        elif word in ("par", "line", "row", "sect", "page"):
            out.append("\n")
        elif word in ("tab", "cell"):
            out.append("\t")
        elif symbol is not None and symbol in "\\{}~-_":
            out.append({"~": " ", "-": "", "_": "-"}.get(symbol, symbol))
        elif text is not None:
            clean = text.replace("\r", "").replace("\n", "")
            out.append(clean[skip:] if skip and clean[:1] == "?" else clean)
            skip = 0
    flush()
    joined = _whole_characters("".join(out))
    return re.sub(r"[ \t]+\n", "\n", joined) if not is_html else joined


def _whole_characters(text: str) -> str:
    """The text with the halves put together of which RTF makes characters beyond the first plane."""
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
