"""S/MIME signed in one piece: the mail lies inside the signature, and only there (RFC 5652, RFC 8551).

Just enough BER to get at it, with definite and indefinite lengths. Nothing is verified here.
"""

from collections.abc import Iterator

_SIGNED = bytes.fromhex("2a864886f70d010702")
_DATA = bytes.fromhex("2a864886f70d010701")
_OID, _OCTETS, _OCTETS_IN_PIECES, _SEQUENCE, _EXPLICIT = 0x06, 0x04, 0x24, 0x30, 0xA0
_DEPTH = 12
_ELEMENTS = 50_000
"""So many pieces a signature may be in; more is no mail."""

_Element = tuple[int, int, int]
"""Tag, start and end of the content."""


def signed_content(data: bytes) -> bytes | None:
    """What was signed, or None for what is no signature around something."""
    try:
        return _Reader(data).signed_content()
    except (ValueError, IndexError, StopIteration):
        return None


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.patience = _ELEMENTS

    def signed_content(self) -> bytes:
        outer = self._within(self._first(0, len(self.data), _SEQUENCE))
        if self._content(next(outer)) != _SIGNED:
            raise ValueError
        explicit = next(outer)
        signed = self._first(explicit[1], explicit[2], _SEQUENCE)
        for element in self._within(signed):
            if element[0] == _SEQUENCE:
                return self._encapsulated(element)
        raise ValueError

    def _encapsulated(self, element: _Element) -> bytes:
        inside = list(self._within(element))
        if len(inside) != 2 or self._content(inside[0]) != _DATA or inside[1][0] != _EXPLICIT:
            raise ValueError
        pieces: list[bytes] = []
        self._gather(next(self._within(inside[1])), pieces, 0)
        return b"".join(pieces)

    def _gather(self, element: _Element, pieces: list[bytes], depth: int) -> None:
        if element[0] == _OCTETS:
            pieces.append(self._content(element))
        elif element[0] == _OCTETS_IN_PIECES and depth < _DEPTH:
            for piece in self._within(element):
                self._gather(piece, pieces, depth + 1)
        else:
            raise ValueError

    def _content(self, element: _Element) -> bytes:
        return self.data[element[1] : element[2]]

    def _first(self, at: int, end: int, tag: int) -> _Element:
        element, _ = self._element(at, end, 0)
        if element[0] != tag:
            raise ValueError
        return element

    def _within(self, element: _Element, depth: int = 0) -> Iterator[_Element]:
        at, end = element[1], element[2]
        while at < end:
            found, at = self._element(at, end, depth)
            yield found

    def _element(self, at: int, end: int, depth: int) -> tuple[_Element, int]:
        """The element at `at`, and where the next begins."""
        self.patience -= 1
        if depth > _DEPTH or self.patience < 0 or at + 2 > end:
            raise ValueError
        tag, length = self.data[at], self.data[at + 1]
        at += 2
        if length == 0x80:
            return self._indefinite(tag, at, end, depth)
        if length > 0x80:
            size = length & 0x7F
            length = int.from_bytes(self.data[at : at + size], "big")
            at += size
        if at + length > end:
            raise ValueError
        return (tag, at, at + length), at + length

    def _indefinite(self, tag: int, start: int, end: int, depth: int) -> tuple[_Element, int]:
        at = start
        while self.data[at : at + 2] != b"\0\0":
            _, at = self._element(at, end, depth + 1)
        return (tag, start, at), at + 2
