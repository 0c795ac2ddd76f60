"""Whether a value of the environment can be what it should be, told without Django and without its passwords.

Each function returns None for a value that fits; else what there is to add to `X is not Y`, or nothing.
"""

from __future__ import annotations

import ipaddress
import json
import re
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from holdfast.carriers.outgoing.guard import read_networks
from holdfast.carriers.relay_address import BadRelay, read_relay
from holdfast.files.scanning.clamd_address import read_clamd
from holdfast.project.keys import FormerKeys
from holdfast.project.status_export.bucket_address import is_bucket, read_bucket

_NEVER_SHOWN = {
    *("secret_key", "former_keys", "anymail_settings", "twilio_token", "slack_token", "s3_secret"),
    "transcriber_key",
}
_HOST = re.compile(r"[a-z0-9]([a-z0-9._-]*[a-z0-9.])?|[0-9a-f:.]+", re.IGNORECASE)


def shown(name: str, value: str) -> str:
    """`=value` for an error, with `…` where it may hold a password; nothing for what is secret as a whole."""
    if name in _NEVER_SHOWN:
        return ""
    without_user = re.sub(r"^([a-z+]+://)?.*@", r"\1…@", value, flags=re.DOTALL | re.IGNORECASE)
    return "=" + re.sub(r"(password\s*=\s*)('[^']*'|[^\s&]*)", r"\1…", without_user)


def is_ip_address(value: str) -> str | None:
    """An address to listen on; a name would be one of several."""
    try:
        ipaddress.ip_address(value)
    except ValueError:
        return ""
    return None


def is_readable_file(value: str) -> str | None:
    """A file whose contents this account may read."""
    try:
        with Path(value).open("rb"):
            return None
    except OSError as trouble:
        return trouble.strerror or ""


def are_sites(value: str) -> str | None:
    """Origins as a browser says them: scheme and host, and a port where it is another one."""
    for site in (each.strip().rstrip("/") for each in value.split(",")):
        if is_web_address(site) is not None or urlsplit(site)[2:] != ("", "", "") or "@" in site:
            return f"{site} is none."
    return None


def is_web_address(value: str) -> str | None:
    """An address for HTTP, with scheme and host."""
    try:
        parts = urlsplit(value)
        fine = parts.scheme in ("http", "https") and _HOST.fullmatch(parts.hostname or "") and parts.port != 0
    except ValueError:
        return ""
    return None if fine else ""


def is_front_page(value: str) -> str | None:
    """The address of a whole host: pages of ours lie nowhere else than at its root."""
    if is_web_address(value) is not None:
        return ""
    parts = urlsplit(value)
    return "" if parts.path.strip("/") or parts.query or parts.fragment or "@" in parts.netloc else None


def is_relay(value: str) -> str | None:
    """A relay that mail can be given to."""
    try:
        read_relay(value)
    except BadRelay as wrong:
        return str(wrong)
    return None


def is_clamd(value: str) -> str | None:
    """Where ClamAV's daemon listens."""
    try:
        read_clamd(value)
    except ValueError:
        return ""
    return None


def is_twilio_account(value: str) -> str | None:
    """An account's name at Twilio."""
    return None if re.fullmatch(r"AC[0-9a-f]{32}", value) else ""


def are_networks(value: str) -> str | None:
    """Networks as addresses with the length of their prefix."""
    try:
        read_networks(value)
    except ValueError as wrong:
        return f"{wrong}."
    return None


def is_number(value: str) -> str | None:
    """A telephone number with its country (E.164)."""
    return None if re.fullmatch(r"\+[1-9][0-9]{6,14}", value) else ""


def is_database(value: str) -> str | None:
    """Whatever libpq takes for an address of a database."""
    from psycopg import ProgrammingError
    from psycopg.conninfo import conninfo_to_dict

    try:
        port = conninfo_to_dict(value).get("port")
    except ProgrammingError:  # its text repeats the address
        return ""
    return None if port is None or str(port).isdigit() else ""


def is_json_object(value: str) -> str | None:
    """Settings as JSON."""
    try:
        found = json.loads(value)
    except json.JSONDecodeError as wrong:
        return f"{wrong.msg} at character {wrong.pos + 1}."
    return None if isinstance(found, dict) else ""


def are_former_keys(value: str) -> str | None:
    """Keys that still count, each with the instant when it ends."""
    try:
        FormerKeys.read(value)
    except ValueError:  # its text repeats the value
        return ""
    return None


def is_class(value: str) -> str | None:
    """A class by its dotted name, looked for in the file where it should be: importing it would need Django."""
    module, _, name = value.rpartition(".")
    top, *rest = module.split(".")
    try:
        package = find_spec(top) if top else None
    except ValueError:
        return ""
    if package is None:
        return f"there is no package {top!r}." if top else ""
    places = [Path(each).joinpath(*rest) for each in package.submodule_search_locations or []]
    files = [file for each in places for file in (each.with_suffix(".py"), each / "__init__.py")]
    source = next((file for file in files if file.is_file()), None)
    if source is None:
        return f"there is no module {module}."
    if re.search(rf"\b{re.escape(name)}\b", source.read_text(encoding="utf-8")) is None:
        return f"there is no {name} in {module}."
    return None


def is_folder_to_be(value: str) -> str | None:
    """A folder that is there, or could be made."""
    path = Path(value).expanduser().absolute()
    there = next(each for each in (path, *path.parents) if each.exists())
    if there.is_dir():
        return None
    return f"{there} is a file."


def is_place_to_export_to(value: str) -> str | None:
    """A folder as above, or a bucket."""
    if not is_bucket(value):
        return is_folder_to_be(value)
    try:
        read_bucket(value)
    except ValueError as wrong:
        return str(wrong)
    return None
