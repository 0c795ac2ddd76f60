"""Hands hints to the open streams of one process."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable

WAITING_AT_MOST = 64
RESYNC = "resync"
_NOTHING = ""
"""Wakes whoever waits, and says nothing."""


class Stream:
    """One browser's subscription: the names of what changed, until it ends.

    It is bounded: a browser that doesn't keep up is told to fetch everything again, and let go.
    """

    def __init__(self, topics: frozenset[str]) -> None:
        self.topics = topics
        self._waiting: asyncio.Queue[str] = asyncio.Queue(WAITING_AT_MOST)
        self._queued: set[str] = set()
        self.ended = asyncio.Event()
        self.rights_changed = False
        self.last = False  # what waits is the last that is sent

    def put(self, topic: str) -> None:
        """Note that this topic changed; one that waits already needs no second place."""
        if topic in self._queued or self.last:
            return
        if self._waiting.full():
            self._let_go()
            return
        self._queued.add(topic)
        self._waiting.put_nowait(topic)

    def _let_go(self) -> None:
        while not self._waiting.empty():
            self._waiting.get_nowait()
        self._waiting.put_nowait(RESYNC)
        self.last = True

    async def next(self, *, within: float) -> str | None:
        """The next topic; None when nothing changed within that many seconds, or the stream ended."""
        if self.ended.is_set():
            return None
        try:
            async with asyncio.timeout(within):
                topic = await self._waiting.get()
        except TimeoutError:
            return None
        self._queued.discard(topic)
        return topic or None

    def more(self) -> list[str]:
        """Whatever else changed by now, without waiting."""
        topics = []
        while not self._waiting.empty():
            topics.append(self._waiting.get_nowait())
        self._queued.clear()
        return [topic for topic in topics if topic]

    def end(self) -> None:
        """Let the browser go; it comes back by itself and fetches everything again."""
        self.ended.set()
        if not self._waiting.full():  # else nobody waits
            self._waiting.put_nowait(_NOTHING)


class Hub:
    """The open streams of this process, found by topic."""

    def __init__(self) -> None:
        self._by_topic: defaultdict[str, set[Stream]] = defaultdict(set)
        self._streams: set[Stream] = set()
        self._by_person: defaultdict[int, set[Stream]] = defaultdict(set)
        self.closed = False

    def open(self, stream: Stream, *, person_id: int) -> None:
        """Let a stream hear of its topics."""
        self._streams.add(stream)
        self._by_person[person_id].add(stream)
        for topic in stream.topics:
            self._by_topic[topic].add(stream)

    def widen(self, stream: Stream, topic: str) -> None:
        """Let an open stream hear of one topic more."""
        stream.topics |= {topic}
        self._by_topic[topic].add(stream)

    def narrow(self, stream: Stream, topics: frozenset[str]) -> None:
        """Leave a stream only these of its topics."""
        for topic in stream.topics - topics:
            _remove(self._by_topic, topic, stream)
        stream.topics &= topics

    def close(self, stream: Stream, *, person_id: int) -> None:
        """Forget a stream."""
        self._streams.discard(stream)
        _remove(self._by_person, person_id, stream)
        for topic in stream.topics:
            _remove(self._by_topic, topic, stream)

    def count_of(self, person_id: int) -> int:
        """How many streams a person holds open here."""
        return len(self._by_person.get(person_id, ()))

    def publish(self, topics: Iterable[str]) -> None:
        """Pass on what changed; `rights-<person>` makes that person's streams be asked about again."""
        for topic in topics:
            kind, _, subject = topic.partition("-")
            if kind == "rights" and subject.isdigit():
                for stream in self._by_person.get(int(subject), ()):
                    stream.rights_changed = True
                    stream.put(topic)
            for stream in tuple(self._by_topic.get(topic, ())):
                stream.put(topic)

    def resync(self) -> None:
        """Tell everybody to fetch everything again: hints may have been lost."""
        for stream in tuple(self._streams):
            stream.put(RESYNC)

    def end_all(self) -> None:
        """End every stream, and those that still come: the process is about to stop."""
        self.closed = True
        for stream in tuple(self._streams):
            stream.end()


def _remove(index: defaultdict, key: object, stream: Stream) -> None:
    index[key].discard(stream)
    if not index[key]:
        del index[key]
