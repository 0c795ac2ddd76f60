"""A hint that concerns everybody comes at once, and then once in a while, however often something changes."""

import asyncio

import pytest

from holdfast.project import calm
from holdfast.project.calm import Calm


def test_the_first_change_is_told_at_once_and_those_of_the_next_while_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(calm.EVERY, "chats", 0.02)
    told: list[list[str]] = []

    async def scene() -> None:
        quiet = Calm(lambda topics: told.append(list(topics)))
        for nth in range(5):
            quiet.publish(["chats", f"chat-{nth}"])
        assert told == [["chats", "chat-0"], *([f"chat-{nth}"] for nth in range(1, 5))]
        async with asyncio.timeout(5):
            while len(told) < 6:
                await asyncio.sleep(0.001)
            quiet.publish(["chats"])  # within the while that the last one began
            assert len(told) == 6
            while len(told) < 7:
                await asyncio.sleep(0.001)

    asyncio.run(scene())
    assert [topics for topics in told if topics == ["chats"]] == [["chats"]] * 2
