"""Files that older programs put into the text itself: `begin 644 name` … `end`."""

import re

from holdfast.channels.mail.reading import limits
from holdfast.channels.mail.reading.transfer import decode_uu_line

_BEGIN = re.compile(rb"^begin [0-7]{3,4} ([^\r\n]{1,255}?)[ \t]*\r?$", re.M)
_END = re.compile(rb"^end[ \t]*\r?$", re.M)


def take_uuencoded(text: bytes) -> tuple[bytes, list[tuple[bytes, bytes]]]:
    """The text without its uuencoded files, and the files as (name, content)."""
    if b"begin " not in text:
        return text, []
    kept: list[bytes] = []
    files: list[tuple[bytes, bytes]] = []
    at = 0
    while len(files) < limits.UUENCODED_FILES and (begin := _BEGIN.search(text, at)):
        end = _END.search(text, begin.end())
        if end is None:
            break
        content = _content(text[begin.end() : end.start()])
        if content is None:
            kept.append(text[at : begin.end()])
            at = begin.end()
            if len(kept) > limits.UUENCODED_FILES:
                break
            continue
        kept.append(text[at : begin.start()])
        files.append((begin[1], content))
        at = end.end()
    kept.append(text[at:])
    return b"".join(kept), files


def _content(block: bytes) -> bytes | None:
    """The decoded lines; None as soon as one line is no uuencoded line, as then it is somebody's prose."""
    decoded: list[bytes] = []
    for line in block.splitlines():
        if not line.strip() or line.strip() == b"`":
            continue
        piece = decode_uu_line(line)
        if piece is None:
            return None
        decoded.append(piece)
    return b"".join(decoded) if decoded else None
