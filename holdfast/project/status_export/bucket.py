"""A bucket of S3, or of any other maker's store that speaks its language.

The library is loaded when the first file goes there, never at start-up. What a file is made of is compared by its
ETag, which for a file in one piece is the MD5 of its content; where a store makes ETags otherwise, as with keys of the
bucket's owner, all is written again once a day, and between by what was written last.
"""

from __future__ import annotations

import hashlib
import mimetypes
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Final

from holdfast.look import assets
from holdfast.project.status_export.bucket_address import BucketAddress
from holdfast.project.status_export.place import File, Unwritten

if TYPE_CHECKING:
    from obstore.store import S3Config, S3Store

_TRIES: Final = 3
_RETRIES_WITHIN: Final = timedelta(seconds=20)
_CONNECTS_WITHIN: Final = timedelta(seconds=5)
_ANSWERS_WITHIN: Final = timedelta(seconds=20)
_FOREVER: Final = "public, max-age=31536000, immutable"
_LONGEST_REASON: Final = 300
_CAUSE: Final = re.compile(r'\b(?:message|error): "([^"]{1,200})"')


@dataclass(frozen=True)
class Access:
    """How a store is reached; without a key by what the machine itself is allowed, as AWS has it."""

    endpoint: str = ""
    region: str = ""
    key_id: str = ""
    secret: str = field(default="", repr=False)


class Bucket:
    """Files of the export in a bucket."""

    def __init__(self, address: BucketAddress, access: Access) -> None:
        self._address, self._access = address, access
        self._known: dict[str, str] | None = None
        """What lies there, by the MD5 of its content."""

    def __str__(self) -> str:
        return str(self._address)

    def publish_assets(self) -> None:
        for asset in assets.everything():
            media_type = mimetypes.guess_type(asset.name)[0] or "application/octet-stream"
            file = File(asset.content, media_type, _FOREVER)
            if not self.holds(name := f"static/{asset.name}", file):
                self.put(name, file)

    def names(self) -> set[str]:
        with self._told(f"{self} can't be listed"):
            found = [each for some in self._store.list() for each in some]
        self._known = {each["path"]: (each["e_tag"] or "").strip('"') for each in found}
        return set(self._known)

    def holds(self, name: str, file: File) -> bool:
        if self._known is None:
            self.names()
        return (self._known or {}).get(name) == _digest(file)

    def put(self, name: str, file: File) -> None:
        said = {"Content-Type": file.media_type, "Cache-Control": file.cache_control}
        with self._told(f"{name} can't be written to {self}"):
            self._store.put(name, file.content, attributes=said, use_multipart=False)
        if self._known is not None:
            self._known[name] = _digest(file)

    def remove(self, name: str) -> None:
        with self._told(f"{name} can't be removed from {self}"):
            self._store.delete(name)
        if self._known is not None:
            self._known.pop(name, None)

    @cached_property
    def _store(self) -> S3Store:
        from obstore.store import S3Store

        access = self._access
        config: S3Config = {
            # the name of a bucket with dots is in no certificate of AWS's
            "virtual_hosted_style_request": not access.endpoint and "." not in self._address.bucket,
            # the request that removes many at once is understood by few other makers
            "disable_bulk_delete": True,
            "region": access.region or "us-east-1",
        }
        if access.endpoint:
            config["endpoint"] = access.endpoint
        if access.key_id:
            config |= {"access_key_id": access.key_id, "secret_access_key": access.secret}
        return S3Store(
            self._address.bucket,
            prefix=self._address.prefix or None,
            config=config,
            client_options={
                "allow_http": access.endpoint.startswith("http://"),
                "connect_timeout": _CONNECTS_WITHIN,
                "timeout": _ANSWERS_WITHIN,
            },
            retry_config={"max_retries": _TRIES, "retry_timeout": _RETRIES_WITHIN},
        )

    @contextmanager
    def _told(self, what: str) -> Iterator[None]:
        """Any fault of the store in one line."""
        from obstore.exceptions import BaseError

        try:
            yield
        except (BaseError, OSError) as error:  # what is not there, or not allowed, it tells as Python does
            raise Unwritten(f"{what}: {_reason(str(error))}") from None


def _reason(words: str) -> str:
    """What the store said, or what the line did, without the library's own inside."""
    said, _, inside = words.partition("\n\nDebug source")
    reason = " ".join((said.partition(" - ")[2] or said).split())
    if "InvalidCertificate" in inside:
        return f"{reason}: its certificate is not believed"
    return ": ".join([reason[:_LONGEST_REASON], *_CAUSE.findall(inside)])


def _digest(file: File) -> str:
    return hashlib.md5(file.content, usedforsecurity=False).hexdigest()
