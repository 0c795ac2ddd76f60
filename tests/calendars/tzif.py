"""The bytes of the time-zone data (RFC 9636), read without zoneinfo, so that zoneinfo is checked too."""

from __future__ import annotations

import struct
from importlib.resources import files

Change = tuple[int, int, int]
"""Instant, offset before, offset after: seconds."""


def changes(zone: str) -> list[Change]:
    """Every change of offset that the file spells out; later ones follow from its rule."""
    data = files("tzdata.zoneinfo").joinpath(*zone.split("/")).read_bytes()
    is_ut, is_std, leaps, times, types, letters = struct.unpack_from(">6l", data, 20)
    second = 44 + times * 5 + types * 6 + letters + leaps * 8 + is_std + is_ut
    _, _, _, times, types, _ = struct.unpack_from(">6l", data, second + 20)
    at = second + 44
    instants = struct.unpack_from(f">{times}q", data, at)
    kinds = data[at + 8 * times : at + 9 * times]
    offsets = [struct.unpack_from(">l", data, at + 9 * times + 6 * kind)[0] for kind in range(types)]
    found = []
    offset = offsets[0]
    for instant, kind in zip(instants, kinds, strict=True):
        if offsets[kind] != offset:
            found.append((instant, offset, offsets[kind]))
            offset = offsets[kind]
    return found
