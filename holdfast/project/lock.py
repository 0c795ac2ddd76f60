"""Only one supervisor works in a folder."""

import fcntl
import os
import time

from holdfast.project.home import Home
from holdfast.project.trouble import Trouble


class Lock:
    """Held from start to stop, and by the kernel's hand only: it goes when its holder does.

    The descriptor is not inherited, so no child that lingers can keep the next start away.
    """

    def __init__(self, home: Home) -> None:
        self._file = os.open(home.lock, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            told = os.read(self._file, 200).decode("utf-8", "replace").strip()
            os.close(self._file)
            raise Trouble(
                f"Holdfast already runs in {home.path}{f' ({told})' if told else ''}. Stop that one first, or"
                " give this one its own folder and ports: HOLDFAST_HOME, HOLDFAST_PORT, HOLDFAST_MAIL_PORT."
            ) from None
        self.last_one_was_cut_short = bool(os.read(self._file, 1))
        self._write(f"process {os.getpid()} since {time.strftime('%Y-%m-%d %H:%M:%S %Z')}")

    def release(self) -> None:
        """Let go, after everything was stopped in order."""
        self._write("")
        os.close(self._file)

    def _write(self, text: str) -> None:
        os.ftruncate(self._file, 0)
        os.pwrite(self._file, text.encode(), 0)
