"""One connection of a process that hears what PostgreSQL is told with NOTIFY."""

import asyncio
import json
import logging
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, nullcontext

import psycopg

from holdfast.project import environment

CHANNEL = "holdfast"
SILENCE = 30  # seconds without a word after which the connection is tried
LONGEST_PAUSE = 0.5

WhileConnected = Callable[[psycopg.AsyncConnection], AbstractAsyncContextManager[None]]

log = logging.getLogger(__name__)


def listen_address() -> str:
    """Where to listen: DATABASE_URL, or HOLDFAST_LISTEN_URL where that leads through a pooler."""
    said = environment.read()
    return said.listen_url or said.database_url


async def listen_for_hints(
    heard: Callable[[list[str]], None],
    may_have_missed: Callable[[], None],
    while_connected: WhileConnected = lambda _: nullcontext(),
) -> None:
    """Call `heard` with the topics of each hint, for ever, and `may_have_missed` after each new connection.

    What is sent while nobody is connected is lost, as hints may be. A lost connection is made again,
    with growing pauses of up to half a second.
    """
    pause = 0.1
    while True:
        try:
            connection = await psycopg.AsyncConnection.connect(
                listen_address(), autocommit=True, connect_timeout=10, application_name="holdfast hints"
            )
            async with connection, while_connected(connection):
                await connection.execute(f"LISTEN {CHANNEL}")
                may_have_missed()
                pause = 0.1
                while True:
                    async for notice in connection.notifies(timeout=SILENCE):
                        heard(topics_of(notice.payload))
                    await connection.execute("SELECT 1")
        except psycopg.Error as error:
            if pause < LONGEST_PAUSE:  # said in the beginning, not twice a second
                log.warning("Live hints are interrupted (%s); connecting again.", type(error).__name__)
        await asyncio.sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE)


def topics_of(payload: str) -> list[str]:
    """The topics in a hint's payload, a JSON list of names; anything else names none."""
    try:
        named = json.loads(payload)
    except ValueError:
        return []
    return [topic for topic in named if isinstance(topic, str)] if isinstance(named, list) else []
