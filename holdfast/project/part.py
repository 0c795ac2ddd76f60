"""One process of Holdfast under the supervisor: started, watched, started again."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field

from holdfast.project.children import start_child
from holdfast.project.home import PROJECT_ROOT
from holdfast.project.output import Output, Shown, say
from holdfast.project.turn import HELD

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
STEADY_AFTER = 60.0  # seconds of running after which an end counts as the first again


@dataclass
class Part:
    """A command of ours that should always run."""

    name: str
    arguments: tuple[str, ...]
    surroundings: dict[str, str]
    output: Output
    shown: Shown
    kept: bool = True  # in a file too
    process: "subprocess.Popen[bytes] | None" = field(default=None, init=False)
    _began: float = field(default=0.0, init=False)
    _pause: float = field(default=FIRST_PAUSE, init=False)
    _next_try: float = field(default=0.0, init=False)

    def start(self, *, held: bool = False) -> None:
        """Start its process; a held one loads, and waits for `let_go` before it does anything."""
        pipe = self.output.pipe(self.name, self.shown, kept=self.kept)
        self._began = time.monotonic()
        try:
            self.process = start_child(
                [sys.executable, "-m", "holdfast.project.cli", *self.arguments],
                when_parent_dies=signal.SIGTERM,
                cwd=PROJECT_ROOT,
                env=self.surroundings | ({HELD: "1"} if held else {}),
                stdin=subprocess.PIPE if held else subprocess.DEVNULL,
                stdout=pipe,
                stderr=pipe,
            )
        finally:
            os.close(pipe)

    def let_go(self) -> None:
        """Tell a held process to begin."""
        if self.process is not None and self.process.stdin is not None:
            with contextlib.suppress(BrokenPipeError):
                self.process.stdin.write(b"\n")
                self.process.stdin.close()

    def is_running(self) -> bool:
        """Whether its process is there."""
        return self.process is not None and self.process.poll() is None

    def keep_running(self) -> None:
        """Start it again if it ended, after a pause that doubles each time it does so soon."""
        if self.is_running() or self.process is None:
            return
        now = time.monotonic()
        if self._next_try == 0.0:
            if now - self._began > STEADY_AFTER:
                self._pause = FIRST_PAUSE
            self._next_try = now + self._pause
            ended = self.process.returncode
            say(f"The {self.name} process ended ({_words(ended)}); it starts again in {self._pause:g} s.")
            self._pause = min(self._pause * 2, LONGEST_PAUSE)
        if now >= self._next_try:
            self._next_try = 0.0
            self.start()

    def ask_to_stop(self) -> None:
        """Tell it to finish what it has in hand."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def kill(self) -> None:
        """End it, and whatever it started, at once."""
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)  # a session of its own, so a group of its own
            self.process.wait()


def _words(status: int) -> str:
    return f"status {status}" if status >= 0 else f"killed by {signal.Signals(-status).name}"
