"""POSTs that many send at the same time, answered by one call for all; what that leaves is answered by its page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from re import Pattern
from typing import IO

from holdfast.project.bridge import Answer, Bridge, Scope, Whole
from holdfast.project.handfuls import TOGETHER, Handfuls

Taken = tuple[Scope, IO[bytes]]
"""A request with its body."""


@dataclass(frozen=True)
class Kind:
    """Which addresses, and what answers all requests to them at once, in order and in a thread; None leaves one alone."""

    addresses: Pattern[str]
    answer_all: Callable[[Sequence[Taken]], Sequence[Answer | None]]
    together: float = TOGETHER
    """Seconds that the first waits for others."""


class AtOnce(Whole):
    """The ASGI application for one kind, before the pages."""

    def __init__(self, pages: Bridge, kind: Kind) -> None:
        self.pages, self.addresses = pages, kind.addresses
        self.answers = Handfuls(kind.answer_all, together=kind.together)

    def takes(self, scope: Scope) -> bool:
        """Whether this request is one of them."""
        return scope["method"] == "POST" and self.addresses.fullmatch(scope["path"]) is not None

    async def answer(self, scope: Scope, body: IO[bytes]) -> Answer:
        """What is answered to all that came together, or else by the page."""
        answer = await self.answers.ask((scope, body))
        if answer is not None:
            return answer
        body.seek(0)
        return await self.pages.answer(scope, body)
