"""The front of a web process: the streams as ASGI, every page by Django's WSGI application beside it.

A public page is given out from memory, for whoever is not signed in.
"""

from collections.abc import Sequence

from holdfast.project.at_once import AtOnce, Kind
from holdfast.project.bridge import Answer, Bridge, Receive, Scope, Send, WSGIApplication, deliver
from holdfast.project.calm import Calm
from holdfast.project.chat_stream import ChatStream
from holdfast.project.events import Events
from holdfast.project.hub import Hub
from holdfast.project.public_pages import HELP, PublicPages, is_for_anybody, send_kept
from holdfast.project.talks import PATH, Talks


class Front:
    """Sends each request to whom it belongs."""

    def __init__(
        self,
        pages: WSGIApplication,
        hub: Hub,
        *,
        threads: int,
        session_cookie: str = "sessionid",
        is_tls: bool = False,
        chat: ChatStream | None = None,
        talks: Talks | None = None,
        at_once: Sequence[Kind] = (),
    ) -> None:
        self.hub = hub
        self.calm = Calm(hub.publish)
        self.chat = chat
        self.talks = talks
        self.events = Events(hub)
        self.pages = Bridge(pages, threads=threads)
        self.at_once = [AtOnce(self.pages, each) for each in at_once]
        self.public = PublicPages(self.pages.make, self.pages.pool, is_tls=is_tls)
        self.help = PublicPages(self.pages.make, self.pages.pool, HELP, is_tls=is_tls)
        self.session_cookie = session_cookie.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return  # no websockets are offered
        if scope["path"] == "/events":
            await self.events(scope, receive, send)
            return
        if scope["path"] == "/chat/stream" and self.chat is not None:
            await self.chat(scope, receive, send)
            return
        if scope["path"] == PATH and self.talks is not None:
            await self.talks(scope, receive, send)
            return
        for each in self.at_once:
            if each.takes(scope):
                await each(scope, receive, send)
                return
        for kept in (self.public, self.help):
            if is_for_anybody(scope, kept.room, self.session_cookie):
                await self._give_out(kept, scope, receive, send)
                return
        await self.pages(scope, receive, send)

    async def _give_out(self, kept: PublicPages, scope: Scope, receive: Receive, send: Send) -> None:
        found = await kept.find(scope["path"])
        if isinstance(found, Answer):
            await deliver(found, receive, send)
        else:
            await send_kept(found, scope, send)

    def hear(self, topics: list[str]) -> None:
        """Pass on what changed to open streams, and to what is kept."""
        self.calm.publish(topics)
        self.public.forget(topics)
        self.help.forget(topics)

    def may_have_missed(self) -> None:
        """Hints may have been lost: nothing that is kept or shown is sure any more."""
        self.hub.resync()
        self.public.forget_all()
        self.help.forget_all()
