"""Child processes that end with their parent."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

_PR_SET_PDEATHSIG = 1
_LEASH = Path(__file__).with_name("leash.py")

ON_LINUX = os.uname().sysname == "Linux"
_libc = ctypes.CDLL(None, use_errno=True) if ON_LINUX else None
_held: list[int] = []  # our ends of the leashes: they close when this process ends, in whatever way


def start_child(
    command: Sequence[str | os.PathLike[str]], *, when_parent_dies: signal.Signals, **options: Any
) -> "subprocess.Popen[bytes]":
    """Start a program in a session of its own, which is sent that signal when this process dies.

    Call it from the main thread: on Linux the kernel sends the signal when the *thread* ends that
    started the child. Elsewhere a small process in between watches a pipe for the parent's end.
    """
    if ON_LINUX:
        # after the change of user, which would clear it
        return subprocess.Popen(
            command,
            preexec_fn=_bound_to(os.getpid(), when_parent_dies),  # noqa: PLW1509 - the caller is one thread
            start_new_session=True,
            **options,
        )
    return _start_leashed(command, when_parent_dies, options)


def die_with_parent(sent: signal.Signals = signal.SIGTERM) -> None:
    """Have the running process end with its parent too; for processes that others started for us."""
    if ON_LINUX:
        _bound_to(os.getppid(), sent)()


def _bound_to(parent: int, sent: signal.Signals) -> Callable[[], None]:
    def bind() -> None:
        assert _libc is not None
        _libc.prctl(_PR_SET_PDEATHSIG, int(sent))
        if os.getppid() != parent:  # it died in between
            os._exit(1)

    return bind


def _start_leashed(
    command: Sequence[str | os.PathLike[str]], sent: signal.Signals, options: dict[str, Any]
) -> "subprocess.Popen[bytes]":
    watched, held = os.pipe()
    _held.append(held)
    as_user = {name: options.pop(name) for name in ("user", "group", "extra_groups") if name in options}
    try:
        return subprocess.Popen(
            [sys.executable, "-I", _LEASH, str(watched), str(int(sent)), repr(as_user), *command],
            pass_fds=(watched,),
            start_new_session=True,
            **options,
        )
    finally:
        os.close(watched)
