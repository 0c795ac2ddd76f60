"""The tree of parts: our own splitter over offsets, linear and bounded (T27).

The standard library's feed parser copies line by line, takes tens of seconds over a hundred megabytes and
drops what a
wrong boundary hides. Here a part is two offsets into the raw bytes; what cannot be split is a part by itself.
"""

from dataclasses import dataclass, field

from holdfast.channels.mail.reading import limits
from holdfast.channels.mail.reading.filenames import safe_name
from holdfast.channels.mail.reading.headers import Headers, read_headers
from holdfast.channels.mail.reading.parameters import read_parameters
from holdfast.channels.mail.reading.scrub import one_line
from holdfast.channels.mail.reading.transfer import count_base64, decode_transfer, is_identity

_KINDS_OF_FILES = ("application", "image", "audio", "video")
_COUNTED_FROM = 4 * 1024 * 1024


@dataclass(slots=True, eq=False)
class Part:
    """One node of the tree; a leaf when it has no children."""

    raw: bytes
    headers: Headers
    start: int
    end: int
    content_type: str
    parameters: dict[str, str]
    disposition: str
    filename: str | None
    children: list["Part"] = field(default_factory=list)
    replaced: bytes | None = None
    """Decoded content that did not come from the raw bytes: an unpacked or cut-out file."""

    @property
    def is_multipart(self) -> bool:
        return bool(self.children)

    @property
    def content_id(self) -> str | None:
        value = one_line(self.headers.loose("content-id")).strip("<> ")
        return value[:1000] or None

    @property
    def content_location(self) -> str | None:
        return one_line(self.headers.loose("content-location"))[:1000] or None

    @property
    def charset(self) -> str | None:
        words = self.parameters.get("charset", "").split()
        return words[0] if words else None

    def content(self) -> bytes:
        """The decoded bytes; decoded anew at each call, so that large parts are not held twice."""
        if self.replaced is not None:
            return self.replaced
        return decode_transfer(self.raw[self.start : self.end], self.encoding())

    def size(self) -> int:
        """Decoded bytes, counted without holding them where that saves much."""
        length = self.end - self.start
        encoding = self.encoding()
        if self.replaced is None and length > _COUNTED_FROM:
            if is_identity(encoding):
                return length
            if "base64" in encoding.lower():
                return count_base64(memoryview(self.raw)[self.start : self.end])
        return len(self.content())

    def encoding(self) -> str:
        return one_line(self.headers.loose("content-transfer-encoding")).split("(")[0].split(";")[0]

    def leaves(self) -> list["Part"]:
        found: list[Part] = []
        waiting = [self]
        while waiting:
            part = waiting.pop()
            if part.children:
                waiting.extend(reversed(part.children))
            else:
                found.append(part)
        return found


@dataclass(slots=True)
class _Budget:
    parts: int = limits.PARTS
    flags: set[str] = field(default_factory=set)
    charset: str | None = None
    """The first that was declared: what raw names are likely in."""


def read_tree(raw: bytes) -> tuple[Part, set[str]]:
    """The root part of the message, and what was cut short: `too-many-parts`, `too-deep`."""
    budget = _Budget()
    root = _read_part(raw, 0, len(raw), 0, "text/plain", budget)
    return root, budget.flags


def _read_part(raw: bytes, start: int, end: int, depth: int, default: str, budget: _Budget) -> Part:
    is_in_digest = default == "message/rfc822"
    headers, body = read_headers(raw, start, end, is_part=depth > 0, in_digest=is_in_digest)
    content_type, parameters = _content_type(headers, default, budget.charset)
    budget.charset = budget.charset or parameters.get("charset")
    disposition, more = read_parameters(headers.raw("content-disposition") or b"", budget.charset)
    name = more.get("filename") or more.get("name") or parameters.get("name") or parameters.get("filename")
    part = Part(raw, headers, body, end, content_type, parameters, disposition, safe_name(name))
    budget.parts -= 1
    if content_type.startswith("multipart/") or (depth == 0 and _looks_split(raw, body, end, headers)):
        _split(part, depth, budget)
    return part


def _content_type(headers: Headers, default: str, charset: str | None) -> tuple[str, dict[str, str]]:
    value = _telling_type(headers)
    if value is None:
        return default, {}
    found, parameters = read_parameters(value, charset)
    found = found.strip("\"'").removeprefix("content-type:")
    kind, slash, subtype = found.partition("/")
    if slash and kind and subtype and "/" not in subtype:
        return one_line(found)[:200], parameters
    if kind in ("html", "plain") and not slash:
        return f"text/{kind}", parameters
    if kind == "multipart" or "boundary" in parameters:
        return "multipart/mixed", parameters
    if kind.startswith(_KINDS_OF_FILES):
        return "application/octet-stream", parameters
    return ("text/plain" if default == "message/rfc822" or not kind else default), parameters


def _telling_type(headers: Headers) -> bytes | None:
    """The first Content-Type; of several, the one that says how the message is split."""
    every = headers.every("content-type")
    split = [
        one for one in every[:5] if one.strip()[:10].lower() == b"multipart/" and b"boundary" in one.lower()
    ]
    return next(iter(split[:1] or every), None)


def _looks_split(raw: bytes, body: int, end: int, headers: Headers) -> bool:
    """A message whose Content-Type got lost, while its body still begins with a boundary and a part's
    header."""
    if "content-type" in headers:
        return False
    head = raw[body : min(end, body + 3000)].lstrip()
    if not head.startswith(b"--"):
        head = head[head.find(b"\n--") + 1 :] if head.startswith(b"This is a") else b""
    lines = head.split(b"\n", 2)
    return len(lines) > 1 and lines[0].startswith(b"--") and lines[1][:8].lower() == b"content-"


def _split(part: Part, depth: int, budget: _Budget) -> None:
    if depth >= limits.DEPTH:
        budget.flags.add("too-deep")
        return
    raw = part.raw
    boundary = (
        part.parameters.get("boundary", "").encode("latin-1", "replace").strip()[: limits.BOUNDARY_BYTES]
    )
    sections = _sections(raw, part.start, part.end, boundary, budget.parts) if boundary else []
    if not sections and (sniffed := _sniffed_boundary(raw, part.start, part.end)):
        sections = _sections(raw, part.start, part.end, sniffed, budget.parts)
    default = "message/rfc822" if part.content_type == "multipart/digest" else "text/plain"
    for start, end in sections:
        if budget.parts <= 0:
            budget.flags.add("too-many-parts")
            break
        part.children.append(_read_part(raw, start, end, depth + 1, default, budget))
    if not part.children:
        part.content_type = "text/plain"
    elif not part.content_type.startswith("multipart/"):
        part.content_type = "multipart/mixed"


def _sections(raw: bytes, start: int, end: int, boundary: bytes, most: int) -> list[tuple[int, int]]:
    """What lies between the delimiter lines; an unclosed last part reaches to the end."""
    marker = b"--" + boundary
    found: list[tuple[int, int]] = []
    opened = -1
    at = start
    while (at := raw.find(marker, at, end)) >= 0:
        after = at + len(marker)
        line_end = raw.find(b"\n", after, end)
        line_end = end if line_end < 0 else line_end
        rest = raw[after : min(line_end, after + 200)].strip()
        if (
            (at > start and raw[at - 1] not in b"\r\n")
            or (rest and not rest.startswith(b"--"))
            or rest.strip(b"-")
        ):
            at = after
            continue
        if opened >= 0:
            found.append((opened, _without_break(raw, opened, at)))
        opened = -1 if rest.startswith(b"--") else min(line_end + 1, end)
        if len(found) > most:
            return found
        at = min(line_end + 1, end)
    if opened >= 0 and opened < end:
        found.append((opened, end))
    return found


def _without_break(raw: bytes, start: int, at: int) -> int:
    """The line break before a delimiter belongs to the delimiter."""
    if at > start and raw[at - 1] == 0x0A:
        at -= 1
    if at > start and raw[at - 1] == 0x0D:
        at -= 1
    return at


def _sniffed_boundary(raw: bytes, start: int, end: int) -> bytes:
    """The boundary that the body uses, when the header names none or another one."""
    head = raw[start : min(end, start + 20_000)].split(b"\n")
    for number, line in enumerate(one.rstrip() for one in head[:-1]):
        if len(line) > 2 and line.startswith(b"--") and head[number + 1][:8].lower() == b"content-":
            return line[2:]
    return b""
