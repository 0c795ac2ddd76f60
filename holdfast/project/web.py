"""One web process: `holdfast web`."""

import asyncio
import logging
import os
import resource
import signal
import threading

import django
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.embed import Server

from holdfast.project import environment
from holdfast.project.asgi import Front
from holdfast.project.bridge import WSGIApplication
from holdfast.project.chat_stream import ChatStream
from holdfast.project.events import set_authoriser
from holdfast.project.hub import Hub
from holdfast.project.listening import listen_for_hints
from holdfast.project.log_lines import keep_uncaught_discreet
from holdfast.project.talks import Talks
from holdfast.project.turn import wait_for_turn

STREAMS_AT_MOST = 20_000  # granian's own limit is 1,024, over which a browser waits without a word
UNFINISHED_FOR = 3  # seconds that a page under way may still take when told to stop


def serve() -> None:
    """Answer requests until SIGTERM or SIGINT; several of these may share a port on Linux."""
    _allow_many_connections()
    asyncio.run(_serve())
    # a page that still hangs in its thread would hold the process; its transaction is rolled back
    logging.shutdown()
    os._exit(0)


def _allow_many_connections() -> None:
    """Every open page is an open file; many systems allow 1,024 unless asked for more."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = STREAMS_AT_MOST + 1000
    granted = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < granted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (granted, hard))


def load_pages() -> WSGIApplication:
    """Everything that a page needs, read now, while the database is made ready, and not when somebody waits for it."""
    django.setup()
    # these need it
    from django.urls import get_resolver

    from holdfast.project.entitlement import admit_from_a_thread
    from holdfast.project.wsgi import application

    set_authoriser(admit_from_a_thread)
    assert get_resolver().url_patterns
    return application


def front_of(application: WSGIApplication, hub: Hub, *, threads: int) -> Front:
    """As the settings say, which Django has read by now."""
    from django.conf import settings

    from holdfast.portal.chat.sites import readable_by
    from holdfast.project.chat_reading import look, news, note
    from holdfast.project.chat_sayings import KINDS

    return Front(
        application,
        hub,
        threads=threads,
        session_cookie=settings.SESSION_COOKIE_NAME,
        is_tls=settings.IS_TLS,
        chat=ChatStream(hub, look, note, lambda origin, host: readable_by(origin, host=host)),
        talks=Talks(hub, news),
        at_once=KINDS,
    )


def heed_signals() -> asyncio.Event:
    """What is set once SIGTERM or SIGINT comes, however busy the loop is that runs here.

    The loop's own handler comes by a pipe that thousands of streams can fill, and a signal would be lost.
    """
    told_to_stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: loop.call_soon_threadsafe(told_to_stop.set))
    return told_to_stop


async def _serve() -> None:
    application = load_pages()
    keep_uncaught_discreet()
    wait_for_turn()
    settings = environment.read()
    hub = Hub()
    front = front_of(application, hub, threads=settings.web_threads)
    server = Server(
        front,
        address=settings.bind,
        port=settings.port,
        interface=Interfaces.ASGINL,
        # over HTTP/2 a stream that the browser closed was not always passed on (granian issue 917)
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=15_000, max_buffer_size=128 * 1024),
        websockets=False,
        backlog=2048,
        backpressure=STREAMS_AT_MOST,
        log_level=LogLevels.error,
    )
    serving = asyncio.create_task(server.serve())
    listening = asyncio.create_task(listen_for_hints(front.hear, front.may_have_missed))
    noting = asyncio.create_task(front.chat.keep_noting()) if front.chat else None
    waiting = asyncio.create_task(heed_signals().wait())
    await asyncio.wait({serving, waiting}, return_when=asyncio.FIRST_COMPLETED)
    listening.cancel()
    if noting is not None:
        noting.cancel()
    if serving.done():
        serving.result()  # says why
        raise SystemExit(1)
    # open streams would keep the server for ever
    hub.end_all()
    threading.Timer(UNFINISHED_FOR + 1, os._exit, (0,)).start()
    await asyncio.sleep(0.1)
    server.stop()  # type: ignore[no-untyped-call]
    await asyncio.wait({serving}, timeout=UNFINISHED_FOR)
