"""`python -m bench.chat [open chats] [idle visitors] [seconds]`: both sides of many chats write, and many more only listen.

Aims (issue, 'Live chat'): each side of 500 open chats writes every 10 s on one process: a message is on the other side's
screen after ≤ 100 ms (median); 5,000 idle visitors connected take ≤ 60 KB each; the same over two processes. Clients,
PostgreSQL and the web processes share this machine's cores.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
import statistics
import sys
import time
from collections.abc import Sequence
from typing import Any

import psutil

from bench.browser import Browser
from bench.installation import installation, machine
from bench.web_processes import web_processes
from holdfast.project.talks import PATH

CHATS, IDLE = 500, 5_000
EVERY = 10.0
SECONDS = 40
AT_DESK = 40
"""Chats that one desk has open; a stream names at most 50 topics."""
AIM_MS, AIM_KB = 100, 60


def main() -> None:
    told = [int(each) for each in sys.argv[1:4]]
    chats, idle, seconds = told + [CHATS, IDLE, SECONDS][len(told) :]
    with installation() as world:
        tokens, talks = _fill(world, chats, idle)
        print(f"{machine()}; {chats} open chats, each side writes every {EVERY:g} s; {idle} idle visitors")
        for number in (1, 2):
            with web_processes(number) as (ports, running):
                desks = [_desk(ports, nth, talks) for nth in range(-(-chats // AT_DESK))]
                asyncio.run(_measure(ports, running, desks, tokens, chats=chats, seconds=seconds))


def _fill(world: Any, chats: int, idle: int) -> tuple[list[str], list[int]]:
    """The tokens of all visitors, the open ones first; and the key of each open chat."""
    from holdfast.channels.chat import rules
    from holdfast.channels.chat.actions.beginning import begin_visit
    from holdfast.channels.chat.actions.saying import say
    from holdfast.channels.chat.actions.sitting import change_seat, settle_seat
    from holdfast.channels.chat.actions.words import Word
    from holdfast.channels.chat.identity import visitor_token
    from holdfast.channels.chat.models import Conversation
    from holdfast.kernel import clock

    settle_seat(capacity=rules.MOST_AT_ONCE, by=world.tobin)
    change_seat(is_taking=True, by=world.tobin)
    tokens, talks = [], []
    for nth in range(chats + idle):
        visitor = begin_visit(person=None, language="en")
        tokens.append(visitor_token(visitor, at=clock.now()))
        if nth < chats:
            talks.append(say(visitor, Word(text="Hello", client_id="word-0000000")).conversation_id)
    Conversation.objects.update(agent=world.tobin)
    return tokens, talks


def _desk(ports: Sequence[int], nth: int, talks: list[int]) -> tuple[Browser, list[int]]:
    from holdfast.project.demo.people import PASSWORD

    browser = Browser(ports[nth % len(ports)])
    browser.sign_in("tobin@pellucid.example", PASSWORD)
    browser.open_form("/desk/chats/answers/new/")
    return browser, talks[nth * AT_DESK : (nth + 1) * AT_DESK]


class Clocks:
    """When each word was sent, and how long it took to the other side's screen."""

    def __init__(self) -> None:
        self.sent: dict[str, float] = {}
        self.took: dict[str, list[float]] = {"v": [], "a": []}

    def send(self, side: str) -> str:
        word = f"{side}{random.randrange(10**12):012}"
        self.sent[word] = time.perf_counter()
        return word

    def saw(self, text: str) -> None:
        for word in _WORD.findall(text):
            if (began := self.sent.pop(word, None)) is not None:
                self.took[word[0]].append(time.perf_counter() - began)


_WORD = re.compile(r"[va]\d{12}")


async def _measure(
    ports: Sequence[int],
    running: Sequence[psutil.Process],
    desks: Sequence[tuple[Browser, list[int]]],
    tokens: list[str],
    *,
    chats: int,
    seconds: int,
) -> None:
    before = sum(each.memory_info().rss for each in running)
    clocks = Clocks()
    idle = tokens[chats:]
    tasks = await _listening(ports, idle, Clocks())
    each_kb = (sum(each.memory_info().rss for each in running) - before) / 1024 / max(1, len(idle))
    tasks += await _listening(ports, tokens[:chats], clocks)
    tasks += [asyncio.create_task(_watch(browser, keys, clocks)) for browser, keys in desks]
    tasks += [asyncio.create_task(_watch_lists(browser)) for browser, _ in desks]
    await asyncio.sleep(3)
    tasks += [
        asyncio.create_task(_write(_visitors_word(ports[n % len(ports)], t, clocks)))
        for n, t in enumerate(tokens[:chats])
    ]
    tasks += [
        asyncio.create_task(_write(_our_word(browser, key, clocks)))
        for browser, keys in desks
        for key in keys
    ]
    await asyncio.sleep(seconds)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    print(f"{len(ports)} web process(es)")
    for side, name in (("v", "visitor to desk"), ("a", "desk to visitor")):
        took = clocks.took[side]
        p50 = statistics.median(took) * 1000 if took else float("nan")
        print(f"  {name:28}{p50:8.1f} ms   aim ≤ {AIM_MS} ms ({p50 / AIM_MS:.2f}), {len(took)} words")
    print(
        f"  {'an idle visitor':28}{each_kb:8.1f} KB   aim ≤ {AIM_KB} KB ({each_kb / AIM_KB:.2f})", flush=True
    )


async def _listening(ports: Sequence[int], tokens: Sequence[str], clocks: Clocks) -> list[asyncio.Task[None]]:
    """A panel for each, all with what was said before; some hundred come at once, as after a restart."""
    coming = asyncio.Semaphore(200)
    began = time.perf_counter()
    there: list[asyncio.Event] = []
    tasks = []
    for nth, token in enumerate(tokens):
        await coming.acquire()
        there.append(asyncio.Event())
        tasks.append(asyncio.create_task(_listen(ports[nth % len(ports)], token, clocks, there[-1], coming)))
    for each in there:
        await asyncio.wait_for(each.wait(), 60)
    print(f"  {len(tokens)} visitors came in {time.perf_counter() - began:.1f} s")
    return tasks


async def _write(say: Any) -> None:
    await asyncio.sleep(random.uniform(0, EVERY))
    while True:
        began = time.perf_counter()
        await say()
        await asyncio.sleep(max(0.0, EVERY - (time.perf_counter() - began)))


def _visitors_word(port: int, token: str, clocks: Clocks) -> Any:
    async def say() -> None:
        word = clocks.send("v")
        said = json.dumps({"token": token, "id": f"{word}-id", "text": word})
        await _ask(port, "POST", "/chat/say/", said, "Content-Type: text/plain\r\n")

    return say


def _our_word(browser: Browser, key: int, clocks: Clocks) -> Any:
    async def say() -> None:
        word = clocks.send("a")
        said = f"text={word}&mode=reply&id={word}-id&csrfmiddlewaretoken={browser.proof}"
        await _ask(browser.port, "POST", f"/desk/chats/{key}/answer/", said, _form(browser))

    return say


def _form(browser: Browser) -> str:
    return f"Content-Type: application/x-www-form-urlencoded\r\nHX-Request: true\r\n{_cookies(browser)}"


async def _ask(port: int, method: str, path: str, body: str = "", headers: str = "") -> str:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        told = body.encode()
        head = f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}"
        writer.write(f"{head}Content-Length: {len(told)}\r\n\r\n".encode() + told)
        answer = (await reader.read()).decode()
        assert answer.startswith("HTTP/1.1 2"), answer[:300]
        return answer
    finally:
        writer.close()


async def _listen(
    port: int, token: str, clocks: Clocks, there: asyncio.Event, coming: asyncio.Semaphore
) -> None:
    """A visitor's panel: what the stream brings is on the screen, and a moment later it says that it was read."""
    saying: set[asyncio.Task[None]] = set()
    async for line in _lines(port, "/chat/stream", json.dumps({"token": token})):
        if not line.startswith("data: {"):
            continue
        if not there.is_set():
            there.set()
            coming.release()
        elif '"mine":false' in line:
            clocks.saw(line)
            task = asyncio.create_task(_say_read(port, token, json.loads(line.removeprefix("data: "))))
            saying.add(task)
            task.add_done_callback(saying.discard)


async def _say_read(port: int, token: str, told: dict[str, Any]) -> None:
    await asyncio.sleep(0.3)
    number = told["last"]
    said = {"token": token, "conversation": told["conversation"], "got": number, "read": number}
    await _ask(port, "POST", "/chat/progress/", json.dumps(said), "Content-Type: text/plain\r\n")


async def _watch(browser: Browser, keys: list[int], clocks: Clocks) -> None:
    """A desk: what is said in its chats comes as it is said."""
    topics = ",".join(f"chat-{key}" for key in keys)
    at = ",".join("0" for _ in keys)
    async for line in _lines(browser.port, f"{PATH}?topics={topics}&at={at}", headers=_cookies(browser)):
        if line.startswith("data: {"):
            clocks.saw("\n".join(word for word in _WORD.findall(line) if word[0] == "v"))


async def _watch_lists(browser: Browser) -> None:
    """The same desk's list of chats, fetched again when that has changed."""
    async for line in _lines(browser.port, "/events?topics=chats", headers=_cookies(browser)):
        if line.startswith("data: chats"):
            await _ask(browser.port, "GET", "/desk/chats/queue/", headers=_cookies(browser))


def _cookies(browser: Browser) -> str:
    return f"Cookie: {'; '.join(f'{name}={value}' for name, value in browser.cookies.items())}\r\n"


async def _lines(port: int, path: str, said: str = "", *, headers: str = "") -> Any:
    """What a stream brings, which is asked for by a GET, or by a POST that says something."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1024 * 1024)
    try:
        method, headers = ("POST", f"{headers}Content-Length: {len(said)}\r\n") if said else ("GET", headers)
        writer.write(f"{method} {path} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n{said}".encode())
        while line := await reader.readline():
            yield line.decode("utf-8", "replace")
    finally:
        writer.close()


if __name__ == "__main__":
    main()
