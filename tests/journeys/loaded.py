"""A process that has loaded all of Holdfast, and begins each part as a fork of itself: `python -m tests.journeys.loaded`.

From then on a part is a process like any other, with connections, sockets and signals of its own. Only the second of
processor time that loading takes is spared, of each of the many workers that a journey kills.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import NoReturn

import psutil

from holdfast.project.children import die_with_parent, start_child

COMMAND = "holdfast.project.cli"


class Loaded:
    """It, as whoever begins parts sees it; they end with it at the latest."""

    def __init__(self, surroundings: dict[str, str], log: Path) -> None:
        with log.open("ab") as written:
            self._process = start_child(
                [sys.executable, "-m", "tests.journeys.loaded"],
                when_parent_dies=signal.SIGKILL,
                env=surroundings,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=written,
            )

    def begin(self, *words: str, output: Path, module: str = COMMAND) -> psutil.Process:
        """Fork, and have `main` of the module do what the words say; all that it prints goes into the file."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps([module, words, str(output)]).encode() + b"\n")
        self._process.stdin.flush()
        return psutil.Process(int(self._process.stdout.readline()))

    def end(self) -> None:
        """End it, as nobody is begun any more."""
        self._process.kill()
        self._process.communicate()


def _serve() -> None:
    import django

    django.setup()
    from holdfast.project import prepare, web, worker

    web.load_pages()
    # not the loops: with them comes the number by which each worker goes
    assert prepare and worker and "holdfast.project.presence" not in sys.modules
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody else asks how they ended
    for line in sys.stdin:
        module, words, output = json.loads(line)
        pid = os.fork()
        if pid == 0:
            _become(import_module(module).main, words, output)
        print(pid, flush=True)


def _become(main: Callable[[list[str]], int], words: list[str], output: str) -> NoReturn:
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.setsid()
        die_with_parent(signal.SIGKILL)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        written = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(written, 1)
        os.dup2(written, 2)
        status = main(words)
        sys.stdout.flush()
        os._exit(status)
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(1)


if __name__ == "__main__":
    _serve()
