"""Whether a machine sent the mail: by what it declares, never by the words of its subject (T17)."""

import re

from holdfast.channels.mail.reading.headers import Headers

_COMMENT = re.compile(r"\([^()]*\)")


def null_return_path(headers: Headers) -> bool:
    """Whether the envelope sender was empty: `Return-Path: <>`, or MAILER-DAEMON without a host, as Postfix hands it
    on, or an mbox line of that kind without any other."""
    if "return-path" in headers:
        sender = _COMMENT.sub("", headers.loose("return-path")).replace(" ", "").lower()
        return sender in ("<>", "<mailer-daemon>", "mailer-daemon")
    return headers.envelope.lstrip(b">").lower().startswith((b"from mailer-daemon ", b"from <> "))


def is_declared_automatic(headers: Headers) -> bool:
    """RFC 3834 `Auto-Submitted` other than no, `X-Autoreply`, `X-Autorespond`, `Precedence: auto_reply`, null
    sender."""
    for value in headers.every("auto-submitted"):
        word = re.split(rb"[;\s(]", value.strip().lower(), maxsplit=1)[0].strip(b"\"'")
        if word not in (b"", b"no"):
            return True
    if any(_means_yes(headers, name) for name in ("x-autoreply", "x-autorespond")):
        return True
    if any(
        value.strip().lower().replace(b"-", b"_") in (b"auto_reply", b"autoreply")
        for value in headers.every("precedence")
    ):
        return True
    return null_return_path(headers)


def _means_yes(headers: Headers, name: str) -> bool:
    value = headers.loose(name).lower()
    return name in headers and value not in ("no", "false", "0")
