"""Steps of the way in, each of which kills its process by SIGKILL at the named point: they need one of their own."""

import threading
from typing import Any

from holdfast.channels.mail import group_commit, smtp_door
from holdfast.channels.mail import intake as loop
from tests.killing import die


def die_at_the_door(port: int, point: str) -> None:
    """The SMTP door, `before` or `after` the commit."""
    really = group_commit.store_raw

    def store_raw(arrivals: Any) -> int:
        if point == "after":
            really(arrivals)
        die()

    group_commit.store_raw = store_raw
    smtp_door.serve(threading.Event(), host="127.0.0.1", port=port)


def die_at_filing(point: str) -> None:
    """What files mail, as soon as it has claimed, or filed, or committed what it filed."""
    really_file_mail, really_file_what_opens = loop.file_mail, loop.file_what_opens
    really_file, really_file_together = loop.Intake._file, loop.Intake._file_together

    def file_mail(case: Any) -> None:
        really_file_mail(case)
        die()

    def file_what_opens(cases: Any) -> set[int]:
        really_file_what_opens(cases)
        die()

    def file(self: Any, *rest: Any) -> None:
        really_file(self, *rest)
        die()

    def file_together(self: Any, *rest: Any) -> set[int]:
        really_file_together(self, *rest)
        die()

    def claimed(*_: Any) -> None:
        die()

    if point == "claimed":
        loop.Intake._file_batch = claimed  # type: ignore[method-assign]
    elif point == "filed":
        loop.file_mail = file_mail
    elif point == "committed":
        loop.Intake._file = file  # type: ignore[method-assign]
    elif point == "filed_together":
        loop.file_what_opens = file_what_opens
    else:
        loop.Intake._file_together = file_together  # type: ignore[method-assign]
    loop.Intake().run_once()
