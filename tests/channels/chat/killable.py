"""A web process, as shipped, that is killed by SIGKILL and begun anew whenever the test says so.

It is forked by a child without threads of its own, for what the test's threads hold would stay locked in it for good.
"""

from __future__ import annotations

import asyncio
import http.client
import os
import signal
import time
from types import TracebackType

from django.db import connection
from psycopg.conninfo import make_conninfo

from holdfast.project import web
from tests.killing import forked
from tests.project.installation import free_port

_KILL, _STOP = b"k", b"s"


class Killable:
    """Serves this test's database on a port of its own; use it with `with`, before any thread is begun."""

    def __enter__(self) -> Killable:
        self.port = free_port()
        self.database = str(connection.settings_dict["NAME"])
        said, self._say = os.pipe()
        self._nursery = forked()
        if self._nursery == 0:
            os.close(self._say)
            self._rear(said)
        os.close(said)
        return self

    def __exit__(self, kind: type[BaseException] | None, _: object, __: TracebackType | None) -> None:
        os.write(self._say, _STOP)
        os.close(self._say)
        os.waitpid(self._nursery, 0)

    def kill(self) -> None:
        """Kill it in the middle of whatever it does; another one is there a moment later."""
        os.write(self._say, _KILL)

    def wait(self) -> None:
        """Return once it answers."""
        until = time.monotonic() + 30
        while True:
            line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
            try:
                line.request("GET", "/chat/about/")
                if line.getresponse().status == 200:
                    return
            except (OSError, http.client.HTTPException):
                assert time.monotonic() < until
                time.sleep(0.02)
            finally:
                line.close()

    def _rear(self, said: int) -> None:
        """In the nursery, for ever: one server after the other."""
        os.environ["DATABASE_URL"] = make_conninfo(os.environ["DATABASE_URL"], dbname=self.database)
        os.environ["HOLDFAST_PORT"] = str(self.port)
        serving = self._serve()
        while os.read(said, 1) == _KILL:
            os.kill(serving, signal.SIGKILL)
            os.waitpid(serving, 0)
            serving = self._serve()
        os.kill(serving, signal.SIGKILL)
        os.waitpid(serving, 0)
        os._exit(0)

    def _serve(self) -> int:
        child = os.fork()
        if child == 0:
            asyncio._set_running_loop(None)  # the driver of a browser leaves one
            try:
                web.serve()
            finally:
                os._exit(1)
        return child
