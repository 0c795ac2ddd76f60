"""A process that does one step of the way in, and is killed by SIGKILL at the named point of it.

python -m tests.channels.intake.dying door PORT before|after     the SMTP door, at the commit
python -m tests.channels.intake.dying intake claimed|filed_together|committed_together|filed|committed
"""

import os
import signal
import sys
import threading
from typing import Any

import django


def die(*_: Any, **__: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def door(port: int, point: str) -> None:
    from holdfast.channels.mail import group_commit, smtp_door

    really = group_commit.store_raw

    def store_raw(arrivals: Any) -> int:
        if point == "after":
            really(arrivals)
        die()
        return 0

    group_commit.store_raw = store_raw
    smtp_door.serve(threading.Event(), host="127.0.0.1", port=port)


def intake(point: str) -> None:
    from holdfast.channels.mail import intake as loop

    really_file_mail, really_file_what_opens = loop.file_mail, loop.file_what_opens
    really_file, really_file_together = loop.Intake._file, loop.Intake._file_together

    def file_mail(case: Any) -> None:
        really_file_mail(case)
        die()

    def file_what_opens(cases: Any) -> set[int]:
        really_file_what_opens(cases)
        die()
        return set()

    def file(self: Any, *rest: Any) -> None:
        really_file(self, *rest)
        die()

    def file_together(self: Any, *rest: Any) -> set[int]:
        really_file_together(self, *rest)
        die()
        return set()

    if point == "claimed":
        loop.Intake._file_batch = die  # type: ignore[method-assign]
    elif point == "filed":
        loop.file_mail = file_mail
    elif point == "committed":
        loop.Intake._file = file  # type: ignore[method-assign]
    elif point == "filed_together":
        loop.file_what_opens = file_what_opens
    else:
        loop.Intake._file_together = file_together  # type: ignore[method-assign]
    loop.Intake().run_once()


if __name__ == "__main__":
    django.setup()
    if sys.argv[1] == "door":
        door(int(sys.argv[2]), sys.argv[3])
    else:
        intake(sys.argv[2])
