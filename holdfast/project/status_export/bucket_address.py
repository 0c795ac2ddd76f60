"""Where in a bucket: `s3://bucket/prefix`, read once and checked; needs neither Django nor a library."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

SCHEME: Final = "s3://"
_BUCKET: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,61}[A-Za-z0-9]")
_PREFIX: Final = re.compile(r"[A-Za-z0-9._~-]+(/[A-Za-z0-9._~-]+)*")


@dataclass(frozen=True)
class BucketAddress:
    """A bucket, and what every name in it begins with."""

    bucket: str
    prefix: str = ""

    def __str__(self) -> str:
        return f"{SCHEME}{self.bucket}/{self.prefix}"


def is_bucket(told: str) -> bool:
    """Whether it means a bucket, not a folder."""
    return told.startswith(SCHEME)


def read_bucket(told: str) -> BucketAddress:
    """Raises `ValueError`, with what is wrong in words."""
    bucket, _, prefix = told.removeprefix(SCHEME).partition("/")
    prefix = prefix.strip("/")
    if not _BUCKET.fullmatch(bucket):
        raise ValueError("it names no bucket.")
    if prefix and (not _PREFIX.fullmatch(prefix) or {".", ".."} & set(prefix.split("/"))):
        raise ValueError("the prefix is no path of letters, digits, ., _, ~ and -.")
    return BucketAddress(bucket, prefix)
