"""Holds a program on a leash: runs it, and signals it when the other end of a pipe closes.

Stands in for Linux's parent-death signal on systems without one. Run as a script with the pipe's
number, the signal to send, the account to run as, and the command; ends as the command ended.
"""

import ast
import select
import signal
import subprocess
import sys
from types import FrameType


def main(arguments: list[str]) -> int:
    """Run the command until it ends by itself, is told to by a signal to us, or the pipe closes."""
    watched, sent, account = int(arguments[0]), int(arguments[1]), ast.literal_eval(arguments[2])
    child = subprocess.Popen(arguments[3:], **account)

    def pass_on(number: int, _: FrameType | None) -> None:
        if child.poll() is None:
            child.send_signal(number)

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT, signal.SIGHUP):
        signal.signal(number, pass_on)
    while child.poll() is None:
        closed, _, _ = select.select([watched], [], [], 0.1)
        if closed:
            child.send_signal(sent)
            child.wait()
    return child.returncode if child.returncode >= 0 else 128 - child.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
