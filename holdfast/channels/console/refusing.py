"""The one way in which a token is not believed."""

from __future__ import annotations

from holdfast.kernel.refusal import Refused


class NotBelieved(Refused):
    """What the token says is not believed; the words are for whoever set it up, never for whoever came with it."""

    def __init__(self, why: str, *, code: str) -> None:
        super().__init__(why, code=code)
