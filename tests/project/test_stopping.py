"""A web process is told to stop while thousands of its streams end at once."""

import asyncio
import signal
from collections.abc import Iterator

import pytest

from holdfast.project.web import heed_signals


@pytest.fixture
def own_signals() -> Iterator[None]:
    """Whoever runs the tests is stopped as before."""
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.usefixtures("own_signals")
def test_a_signal_to_stop_is_heard_when_the_pipe_that_wakes_the_loop_is_full() -> None:
    async def scene() -> None:
        told_to_stop = heed_signals()
        loop = asyncio.get_running_loop()
        for _ in range(5_000):
            loop.call_soon_threadsafe(str)
        signal.raise_signal(signal.SIGTERM)
        async with asyncio.timeout(2):
            await told_to_stop.wait()

    asyncio.run(scene())
