"""What the machine must say: every value that Holdfast reads from its environment, in one typed place."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import msgspec

Port = Annotated[int, msgspec.Meta(ge=1, le=65535)]


class Environment(msgspec.Struct, frozen=True, rename=lambda name: f"HOLDFAST_{name.upper()}"):
    """The settings of one process; what the vendor decides is a row in the database instead.

    Durations are seconds; `read` raises `Misconfigured` when a value cannot be understood.
    """

    home: str = "var"
    port: Port = 8000
    mail_port: Port = 2525
    mail_bind: str = "127.0.0.1"
    lmtp_port: Annotated[int, msgspec.Meta(ge=0, le=65535)] = 0
    """0: no LMTP."""
    bind: str = "127.0.0.1"
    url: str = ""
    """The address under which people reach the desk; links in mail use it, never a request's Host (T49)."""
    secret_key: str = ""
    debug: bool = False
    web_processes: Annotated[int, msgspec.Meta(ge=1, le=64)] = 1
    web_threads: Annotated[int, msgspec.Meta(ge=1, le=16)] = 2
    trusted_proxy: bool = False
    """True behind a proxy of our own that sets X-Forwarded-Proto and X-Forwarded-For."""
    relay: str = ""
    """smtp://user:password@host:port or smtps://…; without one, what would leave stays in the outbox."""
    second_relay: str = ""
    anymail_backend: str = ""
    """A provider's django-anymail backend by its dotted name; used instead of a relay."""
    anymail_settings: str = ""
    """Its settings as JSON."""
    heartbeat_url: str = ""
    """An address outside that is asked for each minute while all is well; its silence is the alarm (T78)."""
    demo_sink: bool = False
    """True in a demo world: a built-in sink accepts the mail and shows it."""
    test_installation: bool = False
    """True while an installation is created that is a test for good: its clock can be moved, as no other's can."""

    @property
    def home_path(self) -> Path:
        return Path(self.home).resolve()


class Misconfigured(SystemExit):
    """An environment value that can't be understood, said in one line."""


def read() -> Environment:
    """The environment of this process, checked; an empty value counts as absent."""
    given = {key: value for key, value in os.environ.items() if key.startswith("HOLDFAST_") and value}
    try:
        return msgspec.convert(given, Environment, strict=False)
    except msgspec.ValidationError as wrong:
        raise Misconfigured(f"holdfast: {wrong}") from None


def database_url() -> str:
    """The PostgreSQL to use, as a libpq address; the supervisor sets it for its children."""
    return os.environ.get("DATABASE_URL", "")
