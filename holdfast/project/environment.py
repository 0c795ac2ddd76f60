"""What the machine must say: every value that Holdfast reads from its environment, in one typed place.

All of it is checked before anything starts, by every command alike; what a variable should look like stands beside
its type, and is what its error says.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any

import msgspec

from holdfast.project import fitting
from holdfast.project.trouble import Trouble

Text = Annotated[str, msgspec.Meta(description="text")]
Port = Annotated[int, msgspec.Meta(ge=1, le=65535, description="a port, a number from 1 to 65535")]
Switch = Annotated[bool, msgspec.Meta(description="true or false")]
Listening = Annotated[
    str,
    msgspec.Meta(
        description="an address of this machine, as 127.0.0.1, 0.0.0.0 or ::1",
        extra={"fits": fitting.is_ip_address},
    ),
]
Relay = Annotated[
    str,
    msgspec.Meta(
        description="a relay's address, as smtp://user:password@mail.example.com:587?tls=starttls",
        extra={"fits": fitting.is_relay},
    ),
]
ReadFile = Annotated[
    str, msgspec.Meta(description="a file that can be read", extra={"fits": fitting.is_readable_file})
]
WebAddress = Annotated[
    str,
    msgspec.Meta(
        description="an address such as https://watch.example.com/alive",
        extra={"fits": fitting.is_web_address},
    ),
]
Database = Annotated[
    str,
    msgspec.Meta(
        description="a PostgreSQL's address, as postgresql://user:password@host/database",
        extra={"fits": fitting.is_database},
    ),
]


class Environment(
    msgspec.Struct,
    frozen=True,
    rename=lambda name: "DATABASE_URL" if name == "database_url" else f"HOLDFAST_{name.upper()}",
):
    """The settings of one process; what the vendor decides is a row in the database instead.

    Durations are seconds; `read` raises `Misconfigured` when a value cannot be understood.
    """

    home: Annotated[
        str,
        msgspec.Meta(
            description="a folder, or a place where one can be made", extra={"fits": fitting.is_folder_to_be}
        ),
    ] = "var"
    port: Port = 8000
    mail_port: Port = 2525
    mail_bind: Listening = "127.0.0.1"
    lmtp_port: Annotated[
        int,
        msgspec.Meta(ge=0, le=65535, description="a port, a number from 1 to 65535, or 0 for no LMTP"),
    ] = 0
    mail_tls_cert: ReadFile = ""
    """With its key: the certificate for STARTTLS at the mail door."""
    mail_tls_key: ReadFile = ""
    bind: Listening = "127.0.0.1"
    url: Annotated[
        str,
        msgspec.Meta(
            description="an address such as https://help.example.com, with nothing behind the host and its port",
            extra={"fits": fitting.is_front_page},
        ),
    ] = ""
    """The address under which people reach the desk; links in mail use it, never a request's Host (T49)."""
    secret_key: Text = ""
    former_keys: Annotated[
        str,
        msgspec.Meta(
            description='keys and their ends as JSON in braces, as {"…": "2027-02-21T12:00:00Z"}',
            extra={"fits": fitting.are_former_keys},
        ),
    ] = ""
    """Keys before `secret_key` that are still accepted until their instant; `holdfast keys` writes them (T7)."""
    debug: Switch = False
    web_processes: Annotated[int, msgspec.Meta(ge=1, le=64, description="a number from 1 to 64")] = 1
    web_threads: Annotated[int, msgspec.Meta(ge=1, le=16, description="a number from 1 to 16")] = 2
    trusted_proxy: Switch = False
    """True behind a proxy of our own that sets X-Forwarded-Proto and X-Forwarded-For."""
    nothing_leaves: Switch = False
    """For a restored copy: what would leave, by whatever channel, is kept in the outbox, and nothing is fetched (T84)."""
    relay: Relay = ""
    """smtp://user:password@host:port or smtps://…; without one, what would leave stays in the outbox."""
    second_relay: Relay = ""
    anymail_backend: Annotated[
        str,
        msgspec.Meta(
            description="a backend that is installed, as anymail.backends.postmark.EmailBackend",
            extra={"fits": fitting.is_class},
        ),
    ] = ""
    """A provider's django-anymail backend by its dotted name; used instead of a relay."""
    anymail_settings: Annotated[
        str,
        msgspec.Meta(
            description='JSON in braces, as {"server_token": "…"}', extra={"fits": fitting.is_json_object}
        ),
    ] = ""
    """Its settings as JSON."""
    twilio_account: Annotated[
        str,
        msgspec.Meta(
            description="an account at Twilio, AC and 32 digits or letters from a to f",
            extra={"fits": fitting.is_twilio_account},
        ),
    ] = ""
    """With its token and the number that is sent from: text messages and calls."""
    twilio_token: Text = ""
    twilio_from: Annotated[
        str,
        msgspec.Meta(
            description="a number with its country, as +12025550143", extra={"fits": fitting.is_number}
        ),
    ] = ""
    twilio_url: WebAddress = "https://api.twilio.com"
    """Where its interface is, for the regions that have one of their own."""
    transcriber: WebAddress = ""
    """Where messages that callers left are put in writing; without one, none leaves the house for it."""
    transcriber_model: Text = ""
    """Its model, where it is asked as OpenAI's interface is (`/v1/audio/transcriptions`); empty: it gets the bare sound."""
    transcriber_key: Text = ""
    """With what such a service is paid or opened; empty: it asks for none."""
    slack_token: Text = ""
    """The token of a Slack app (xoxb-…), for channels by their id; pages of channels need none."""
    slack_url: WebAddress = "https://slack.com/api"
    clamd: Annotated[
        str,
        msgspec.Meta(
            description="where clamd is, as unix:/run/clamav/clamd.ctl or tcp://127.0.0.1:3310",
            extra={"fits": fitting.is_clamd},
        ),
    ] = ""
    """ClamAV's daemon, which every attachment is shown to; without one, none is scanned (T39)."""
    status_export: Annotated[
        str,
        msgspec.Meta(
            description="a folder, a place where one can be made, or s3://bucket/prefix",
            extra={"fits": fitting.is_place_to_export_to},
        ),
    ] = ""
    """Where the worker keeps the public status page as files, for another web server."""
    s3_endpoint: WebAddress = ""
    """Where that bucket's store is, where it is another maker's than AWS."""
    s3_region: Text = ""
    s3_key_id: Text = ""
    """With its secret; without one the store is asked as what this machine is allowed, as AWS has it."""
    s3_secret: Text = ""
    chat_sites: Annotated[
        str,
        msgspec.Meta(
            description="sites between commas, as https://www.example.com, https://shop.example.com",
            extra={"fits": fitting.are_sites},
        ),
    ] = ""
    """Where the chat may stand; empty: on any site."""
    monitor_inside: Annotated[
        str,
        msgspec.Meta(
            description="networks between commas, as 10.20.0.0/16, 192.168.7.4/32",
            extra={"fits": fitting.are_networks},
        ),
    ] = ""
    """Networks inside that monitors may ask; all others stay closed to them (T52)."""
    heartbeat_url: WebAddress = ""
    """An address outside that is asked for each minute while all is well; its silence is the alarm (T78)."""
    demo_sink: Switch = False
    """True in a demo world: a built-in sink accepts the mail and shows it."""
    test_installation: Switch = False
    """True while an installation is created that is a test for good: its clock can be moved, as no other's can."""
    test_inside: Switch = False
    """True where a test installation may post to addresses inside, as its stand-ins are; no other ever does (T52)."""
    database_url: Database = ""
    """The PostgreSQL to use; the supervisor sets it for its children."""
    listen_url: Database = ""
    """The same past a pooler that keeps no sessions."""

    @property
    def keeps_sessions(self) -> bool:
        """Whether our connections are PostgreSQL's own, not those of a pooler that hands them on."""
        return not self.listen_url

    @property
    def home_path(self) -> Path:
        return Path(self.home).resolve()


class Misconfigured(Trouble):
    """Values of the environment that can't be understood, a sentence for each."""


def read() -> Environment:
    """The environment of this process, checked; an empty value counts as absent."""
    fields = msgspec.structs.fields(Environment)
    given = {each.encode_name: value for each in fields if (value := os.environ.get(each.encode_name))}
    wrong = [_complaint(each, given[each.encode_name]) for each in fields if each.encode_name in given]
    if any(wrong):
        raise Misconfigured("\n".join(filter(None, wrong)))
    return msgspec.convert(given, Environment, strict=False)


def require_key() -> None:
    """Refuse to start a part that would sign with a key that others could guess, or that its siblings lack."""
    if not read().secret_key:
        raise Misconfigured(
            "HOLDFAST_SECRET_KEY is not set, and there is none in HOLDFAST_HOME: sessions and the links in mails"
            " are signed with it. All parts share one: take that of the others, or make one with"
            " python3 -c 'import secrets; print(secrets.token_urlsafe(48))'. bin/up makes its own."
        )


def _complaint(field: msgspec.structs.FieldInfo, value: str) -> str:
    """What is wrong with the value, in one sentence; empty when it can be understood."""
    meant = field.type.__metadata__[0]
    try:
        msgspec.convert(value, field.type, strict=False)
        reason = _reason(meta=meant, value=value)
    except msgspec.ValidationError:
        reason = ""
    if reason is None:
        return ""
    said = f"{field.encode_name}{fitting.shown(field.name, value)} is not {meant.description}"
    return f"{said}: {reason}" if reason else f"{said}."


def _reason(*, meta: msgspec.Meta, value: str) -> str | None:
    fits: Any = (meta.extra or {}).get("fits")
    return fits(value) if fits else None
