"""A machine that is set up wrong is told so by every command, in one sentence, before anything starts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from holdfast.project import checks, environment
from holdfast.project.cli import COMMANDS, main
from holdfast.project.home import Home
from holdfast.project.surroundings import adopt_surroundings, forget_surroundings, note_surroundings
from holdfast.project.trouble import Trouble
from holdfast.project.wire import require_wire

PORT = "is not a port, a number from 1 to 65535."
URL = "is not an address such as https://help.example.com, with nothing behind the host and its port."
RELAY = "is not a relay's address, as smtp://user:password@mail.example.com:587?tls=starttls:"
DATABASE = "is not a PostgreSQL's address, as postgresql://user:password@host/database."
BACKEND = "is not a backend that is installed, as anymail.backends.postmark.EmailBackend:"
BIND = "is not an address of this machine, as 127.0.0.1, 0.0.0.0 or ::1."

WRONG = [
    ("HOLDFAST_PORT", "abc", f"=abc {PORT}"),
    ("HOLDFAST_MAIL_PORT", "70000", f"=70000 {PORT}"),
    ("HOLDFAST_LMTP_PORT", "-1", "=-1 is not a port, a number from 1 to 65535, or 0 for no LMTP."),
    ("HOLDFAST_BIND", "localhost", f"=localhost {BIND}"),
    ("HOLDFAST_MAIL_BIND", "127.0.0.1:25", f"=127.0.0.1:25 {BIND}"),
    ("HOLDFAST_URL", "help.example.com", f"=help.example.com {URL}"),
    ("HOLDFAST_URL", "https://help.example.com/desk", f"=https://help.example.com/desk {URL}"),
    ("HOLDFAST_URL", "https://", f"=https:// {URL}"),
    ("HOLDFAST_URL", "http://help.example.com:port", f"=http://help.example.com:port {URL}"),
    ("HOLDFAST_DEBUG", "maybe", "=maybe is not true or false."),
    ("HOLDFAST_WEB_PROCESSES", "0", "=0 is not a number from 1 to 64."),
    ("HOLDFAST_RELAY", "mail.example.com", f"=mail.example.com {RELAY} A relay's address begins with"),
    ("HOLDFAST_RELAY", "smtp://u:pass:w0rd@h?tls=on", f"=smtp://…@h?tls=on {RELAY} tls='on' is none of"),
    ("HOLDFAST_RELAY", "smtp://:25", f"=smtp://:25 {RELAY} The relay's address names no host."),
    ("HOLDFAST_SECOND_RELAY", "u:pass:w0rd@host", f"=…@host {RELAY} A relay's address begins with"),
    ("HOLDFAST_ANYMAIL_BACKEND", "anymail.backends.pigeon.EmailBackend", f"{BACKEND} there is no module"),
    ("HOLDFAST_ANYMAIL_BACKEND", "anymail.backends.postmark.Pigeon", f"{BACKEND} there is no Pigeon in"),
    ("HOLDFAST_ANYMAIL_BACKEND", "pigeons.EmailBackend", f"{BACKEND} there is no package 'pigeons'."),
    ("HOLDFAST_ANYMAIL_BACKEND", "postmark", "=postmark is not a backend that is installed"),
    ("HOLDFAST_ANYMAIL_SETTINGS", "{'t': 'pass:w0rd'}", " is not JSON in braces, as "),
    ("HOLDFAST_ANYMAIL_SETTINGS", '"pass:w0rd"', " is not JSON in braces, as "),
    ("HOLDFAST_HEARTBEAT_URL", "ftp://watch", "=ftp://watch is not an address such as https://"),
    ("HOLDFAST_TWILIO_ACCOUNT", "SK12", "=SK12 is not an account at Twilio, AC and 32 digits or letters"),
    ("HOLDFAST_TWILIO_FROM", "0202 555", "=0202 555 is not a number with its country, as +12025550143."),
    ("HOLDFAST_TWILIO_URL", "twilio.example", "=twilio.example is not an address such as https://"),
    ("HOLDFAST_SLACK_URL", "slack", "=slack is not an address such as https://"),
    (
        "HOLDFAST_CHAT_SITES",
        "https://a.example, https://b.example/shop",
        "https://shop.example.com: https://b.example/shop is none.",
    ),
    ("HOLDFAST_MONITOR_INSIDE", "10.0.0.1/8", "32: 10.0.0.1/8 has host bits set."),
    ("HOLDFAST_TEST_INSIDE", "perhaps", "=perhaps is not true or false."),
    ("HOLDFAST_HOME", __file__, f"={__file__} is not a folder, or a place where one can be made: "),
    ("HOLDFAST_HOME", f"{__file__}/below", f"{__file__} is a file."),
    (
        "HOLDFAST_STATUS_EXPORT",
        __file__,
        f"={__file__} is not a folder, a place where one can be made, or s3://",
    ),
    ("HOLDFAST_STATUS_EXPORT", "s3:///now", "=s3:///now is not a folder, a place where one can be made, or"),
    (
        "HOLDFAST_STATUS_EXPORT",
        "s3://pages/a/../b",
        "or s3://bucket/prefix: the prefix is no path of letters",
    ),
    ("HOLDFAST_S3_ENDPOINT", "minio:9000", "=minio:9000 is not an address such as https://"),
    ("DATABASE_URL", "mysql://x", f"=mysql://x {DATABASE}"),
    ("DATABASE_URL", "postgresql://u:pass:w0rd@h:x/d", f"=postgresql://…@h:x/d {DATABASE}"),
    ("DATABASE_URL", "host=h password=pass:w0rd pigeon=1", f"=host=h password=… pigeon=1 {DATABASE}"),
    ("HOLDFAST_LISTEN_URL", "https://db", f"=https://db {DATABASE}"),
]
RIGHT = [
    ("HOLDFAST_URL", "https://help.example.com/"),
    ("HOLDFAST_URL", "http://localhost:8000"),
    ("HOLDFAST_URL", "http://[::1]:8000"),
    ("HOLDFAST_RELAY", "smtps://me%40here:pass%2Fword@mail.example.com"),
    ("HOLDFAST_ANYMAIL_BACKEND", "anymail.backends.postmark.EmailBackend"),
    ("HOLDFAST_ANYMAIL_SETTINGS", '{"server_token": "x"}'),
    ("HOLDFAST_TWILIO_ACCOUNT", "AC" + "0f" * 16),
    ("HOLDFAST_TWILIO_FROM", "+12025550143"),
    ("HOLDFAST_BIND", "::"),
    ("HOLDFAST_TRUSTED_PROXY", "True"),
    ("DATABASE_URL", "postgres://u:p@/holdfast?host=%2Ftmp%2Fa"),
    ("DATABASE_URL", "host=db dbname=holdfast"),
    ("HOLDFAST_HOME", "/nowhere/yet"),
    ("HOLDFAST_STATUS_EXPORT", "/nowhere/yet"),
    ("HOLDFAST_STATUS_EXPORT", "s3://status.example.com"),
    ("HOLDFAST_STATUS_EXPORT", "s3://pages/status/now/"),
]


@pytest.mark.parametrize(("variable", "value", "said"), WRONG)
def test_a_value_that_cannot_be_understood_is_named_with_what_it_should_be(
    variable: str, value: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(environment.Misconfigured) as wrong:
        environment.read()
    words = str(wrong.value)
    assert words.startswith(
        f"{variable}={value[:1]}" if f"{variable}=" in words else f"{variable} is not"
    ) or (words.startswith(f"{variable}=…"))
    assert said in words
    assert "\n" not in words
    assert words.endswith(".")
    assert "w0rd" not in words


@pytest.mark.parametrize(("variable", "value"), RIGHT)
def test_a_value_that_can_be_understood_is_taken(
    variable: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)
    environment.read()


@pytest.mark.parametrize("command", [name for name, each in COMMANDS.items() if each.reads])
def test_every_command_says_all_of_it_the_same_way_and_does_nothing(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("HOLDFAST_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("HOLDFAST_PORT", "abc")
    monkeypatch.setenv("HOLDFAST_RELAY", "mail")
    assert main(command.split()) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert [line.partition("=")[0] for line in said.err.splitlines()] == ["HOLDFAST_PORT", "HOLDFAST_RELAY"]
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("command", ["web", "worker", "mail", "prepare", "mail ingest"])
def test_without_a_key_nothing_starts_that_signs(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("HOLDFAST_HOME", str(tmp_path))
    monkeypatch.setenv("HOLDFAST_SECRET_KEY", "")
    assert main(command.split()) == 1
    said = capsys.readouterr().err
    assert said.startswith("HOLDFAST_SECRET_KEY is not set")
    assert "All parts share one" in said
    assert "secrets.token_urlsafe(48)" in said


@pytest.mark.parametrize(("key", "words"), [("", "is not set"), ("secret", "has 6 characters")])
def test_check_names_a_missing_or_short_key(key: str, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert checks.find_key().is_well
    monkeypatch.setenv("HOLDFAST_SECRET_KEY", key)
    finding = checks.find_key()
    assert not finding.is_well
    assert words in finding.words


def test_a_provider_that_lacks_a_setting_is_told_before_anything_starts(
    monkeypatch: pytest.MonkeyPatch, settings: pytest.FixtureRequest
) -> None:
    monkeypatch.setenv("HOLDFAST_ANYMAIL_BACKEND", "anymail.backends.postmark.EmailBackend")
    settings.ENV = environment.read()  # type: ignore[attr-defined]
    with pytest.raises(Trouble, match=r"does not take HOLDFAST_ANYMAIL_SETTINGS.*POSTMARK_SERVER_TOKEN"):
        require_wire()
    monkeypatch.setenv("HOLDFAST_ANYMAIL_SETTINGS", '{"server_token": "x"}')
    settings.ENV = environment.read()  # type: ignore[attr-defined]
    require_wire()


def test_a_command_typed_beside_it_uses_what_the_running_installation_uses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Home(tmp_path / "home")
    home.create()
    monkeypatch.setenv("HOLDFAST_HOME", str(home.path))
    monkeypatch.setenv("HOLDFAST_SECRET_KEY", "")
    monkeypatch.setenv("DATABASE_URL", "")
    monkeypatch.setenv("HOLDFAST_MAIL_PORT", "2527")
    for name in ("HOLDFAST_PORT", "HOLDFAST_SECRET_KEY", "DATABASE_URL"):
        monkeypatch.setenv(name, "")  # put back at the end, whatever is adopted
    told = {"HOLDFAST_PORT": "8002", "HOLDFAST_MAIL_PORT": "2526", "HOLDFAST_SECRET_KEY": "theirs"}
    note_surroundings(home, {"DATABASE_URL": "postgresql:///theirs", "PATH": "/bin", **told})
    assert json.loads(home.running.read_text()) == told
    assert home.running.stat().st_mode & 0o777 == 0o600
    adopt_surroundings()
    found = environment.read()
    assert (found.port, found.database_url, found.secret_key) == (8002, "postgresql:///theirs", "theirs")
    assert found.mail_port == 2527  # what its own environment says comes first
    forget_surroundings(home)
    assert not home.running.exists()


def test_a_home_that_cannot_be_made_is_told_plainly() -> None:
    with pytest.raises(Trouble, match=r"HOLDFAST_HOME=/proc/holdfast can't be made or written to"):
        Home(Path("/proc/holdfast")).create()
