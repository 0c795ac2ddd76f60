"""What the parts write into their logs: what failed and where, and nothing of what anybody wrote (T81, T82).

The text of an error may hold a client's words: PostgreSQL repeats the value it refuses, and in DETAIL the whole row;
a parser repeats what it could not read. So of an error only its kind, its place in the code and PostgreSQL's own code
for it are written. An address asked for may hold a one-time token, so only its pattern is.
"""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from types import TracebackType
from typing import Any, Final

FORMAT: Final = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_DEEPEST: Final = 8  # errors behind an error


class DiscreetFormatter(logging.Formatter):
    """One line for what happened, and below it the places of the error that was caught."""

    def __init__(self, fmt: str = FORMAT) -> None:
        super().__init__(fmt)

    def format(self, record: logging.LogRecord) -> str:
        # a copy, for other handlers and the cache of the text of an error belong to them
        told = logging.makeLogRecord(record.__dict__ | {"exc_text": None})
        told.msg, told.args = _message(record), None
        return super().format(told)

    def formatException(self, ei: Any) -> str:
        return in_places(ei[1])


def in_places(error: BaseException | None) -> str:
    """The error and those behind it, the first cause first: each by its kind, and where it came from."""
    found: list[str] = []
    while error is not None and len(found) < _DEEPEST:
        code = getattr(error, "sqlstate", None)
        kind = f"{type(error).__qualname__}{f' ({code})' if code else ''}"
        found.append("".join(traceback.format_tb(error.__traceback__)) + kind)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\nled to\n".join(reversed(found))


def keep_uncaught_discreet() -> None:
    """Have what nobody catches written the same way."""

    def of_process(kind: type[BaseException], error: BaseException, places: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            return sys.__excepthook__(kind, error, places)
        _log.critical("Ended by an error.", exc_info=(kind, error, places))

    def of_thread(told: threading.ExceptHookArgs) -> None:
        if told.exc_value is not None and told.exc_type is not SystemExit:
            named = told.thread.name if told.thread else "?"
            known = (told.exc_type, told.exc_value, told.exc_traceback)
            _log.critical("The thread %s ended by an error.", named, exc_info=known)

    sys.excepthook = of_process
    threading.excepthook = of_thread


def _message(record: logging.LogRecord) -> str:
    request = getattr(record, "request", None)
    if request is not None and hasattr(request, "method"):
        return _of_request(record, request)
    if record.name.startswith("django.security"):
        return "A request was refused."  # the text holds what was sent
    if isinstance(record.msg, BaseException):
        return type(record.msg).__qualname__
    if isinstance(record.args, tuple):
        args = tuple(
            type(each).__qualname__ if isinstance(each, BaseException) else each for each in record.args
        )
        message = str(record.msg) % args if args else str(record.msg)
    else:
        message = record.getMessage()
    # asyncio shows the error itself below its first line
    return message.split("\n", 1)[0] if record.name == "asyncio" else message


def _of_request(record: logging.LogRecord, request: Any) -> str:
    match = getattr(request, "resolver_match", None)
    where = f"/{match.route}" if match is not None else "an address that is none of ours"
    fault = getattr(request, "fault", None)
    status = getattr(record, "status_code", "refused")
    return f"{status} for {request.method} {where}{f', fault {fault}' if fault else ''}"


_log = logging.getLogger("holdfast")
