"""Whether a content is locked by a password, so that no scanner sees into it: told from its bytes, nothing is unpacked.

Zip archives and Office documents; of other kinds clamd says so itself, with `AlertEncrypted` in its settings.
"""

from __future__ import annotations

import mmap
import re
from typing import IO, Final

_ZIP_ENTRY: Final = re.compile(rb"PK\x01\x02.{4}(.)|PK\x03\x04.{2}(.)", re.DOTALL)
_ENCRYPTED_OFFICE: Final = "EncryptedPackage".encode("utf-16-le")


def is_locked(content: IO[bytes]) -> bool:
    """Whether any entry of a zip has its flag of encryption, or an Office document holds nothing but its cipher."""
    start = content.read(8)
    if start.startswith(b"PK\x03\x04"):
        with mmap.mmap(content.fileno(), 0, access=mmap.ACCESS_READ) as whole:
            return any((found[1] or found[2])[0] & 1 for found in _ZIP_ENTRY.finditer(whole))
    if start == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        with mmap.mmap(content.fileno(), 0, access=mmap.ACCESS_READ) as whole:
            return whole.find(_ENCRYPTED_OFFICE) >= 0
    return False
