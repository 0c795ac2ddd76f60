"""What came inside a wrapping of its own: the files of a winmail.dat, a mail signed in one piece (T39)."""

from holdfast.channels.mail.reading import bodies, limits, opaque, tnef
from holdfast.channels.mail.reading.filenames import safe_name
from holdfast.channels.mail.reading.headers import Headers
from holdfast.channels.mail.reading.mime import Part, read_tree

_PKCS7 = ("application/pkcs7-mime", "application/x-pkcs7-mime")


def unpack_tnef(layout: bodies.Layout) -> list[tnef.Unpacked]:
    """Put the files of each winmail.dat in its place; one that cannot be unpacked stays."""
    found: list[tnef.Unpacked] = []
    listed: list[Part] = []
    for part in layout.attachments:
        unpacked = None
        if len(found) < 5 and tnef.looks_like_tnef(part.content_type, part.filename):
            unpacked = tnef.unpack(part.content())
        if unpacked is None:
            listed.append(part)
            continue
        found.append(unpacked)
        for name, kind, content_id, content in unpacked.files:
            listed.append(made_part(name, kind, content_id, content))
    layout.attachments = listed
    return found


def unwrap_signed(layout: bodies.Layout) -> bool:
    """Where the mail has no body of its own, take the one inside its signature, and its files; the signature stays
    listed."""
    if layout.segments:
        return False
    for part in layout.attachments[:5]:
        if not _is_pkcs7(part) or part.end - part.start > limits.OPAQUE_BYTES:
            continue
        content = opaque.signed_content(part.content())
        if content is None:
            continue
        root, _ = read_tree(content)
        inside = bodies.lay_out(root)
        layout.segments = inside.segments
        layout.attachments += inside.attachments
        layout.alternatives += inside.alternatives
        return True
    return False


def is_encrypted(part: Part) -> bool:
    """Whether the part says that it is an S/MIME envelope. Without a word on it, it is taken for one."""
    kind = part.parameters.get("smime-type", "enveloped-data").lower()
    return _is_pkcs7(part) and kind not in ("signed-data", "certs-only", "compressed-data")


def _is_pkcs7(part: Part) -> bool:
    return part.content_type in _PKCS7 or (
        part.content_type == "application/octet-stream" and (part.filename or "").lower().endswith(".p7m")
    )


def made_part(name: str | None, kind: str, content_id: str | None, content: bytes) -> Part:
    """A part for a file that is none of the raw mail's own."""
    made = Part(b"", Headers(), 0, 0, kind, {}, "attachment", safe_name(name), replaced=content)
    if content_id:
        made.headers.add("content-id", content_id.encode("utf-8", "replace"))
    return made
