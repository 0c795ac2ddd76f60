"""The front of a web process: the event stream as ASGI, every page by Django's WSGI application beside it."""

from holdfast.project.bridge import Bridge, Receive, Scope, Send, WSGIApplication
from holdfast.project.events import Events
from holdfast.project.hub import Hub


class Front:
    """Sends each request to whom it belongs."""

    def __init__(self, pages: WSGIApplication, hub: Hub, *, threads: int) -> None:
        self.events = Events(hub)
        self.pages = Bridge(pages, threads=threads)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return  # no websockets are offered
        if scope["path"] == "/events":
            await self.events(scope, receive, send)
        else:
            await self.pages(scope, receive, send)
