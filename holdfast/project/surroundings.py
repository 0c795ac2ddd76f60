"""The environment that the parts of one installation share."""

import json
import os

from holdfast.project.home import PROJECT_ROOT, Home, write_private_file
from holdfast.project.trouble import Trouble


def surroundings_of_parts(home: Home, database_url: str) -> dict[str, str]:
    """What every process that the supervisor starts finds in its environment."""
    return os.environ | {
        "DATABASE_URL": database_url,
        "HOLDFAST_HOME": str(home.path),
        "HOLDFAST_SECRET_KEY": os.environ.get("HOLDFAST_SECRET_KEY") or home.secret("secret-key"),
        "HOLDFAST_FORMER_KEYS": os.environ.get("HOLDFAST_FORMER_KEYS") or home.former_keys_as_written(),
        "DJANGO_SETTINGS_MODULE": "holdfast.project.settings",
        "PYTHONPATH": str(PROJECT_ROOT),
        "PYTHONSAFEPATH": "1",
        "PYTHONUNBUFFERED": "1",
    }


def note_surroundings(home: Home, surroundings: dict[str, str]) -> None:
    """Write down what the parts are told, and where their database is, until `forget_surroundings`."""
    write_private_file(home.database_url, surroundings["DATABASE_URL"] + "\n")
    told = {name: value for name, value in surroundings.items() if name.startswith("HOLDFAST_")}
    write_private_file(home.running, json.dumps(told, indent=1))


def forget_surroundings(home: Home) -> None:
    """Remove what `note_surroundings` wrote: nothing runs here any more."""
    home.database_url.unlink(missing_ok=True)
    home.running.unlink(missing_ok=True)


def adopt_surroundings() -> None:
    """Let a command that somebody typed find the running installation, as its own parts do.

    What its own environment says comes first.
    """
    home = Home.from_environment()
    os.environ["HOLDFAST_HOME"] = str(home.path)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "holdfast.project.settings")
    try:
        if home.running.is_file():
            for name, value in json.loads(home.running.read_text(encoding="utf-8")).items():
                _adopt(name, value)
        if home.database_url.is_file():
            _adopt("DATABASE_URL", home.database_url.read_text(encoding="utf-8").strip())
        if home.secret_key.is_file():
            _adopt("HOLDFAST_SECRET_KEY", home.secret("secret-key"))
        _adopt("HOLDFAST_FORMER_KEYS", home.former_keys_as_written())
    except PermissionError:
        raise Trouble(f"{home.path} belongs to another account: run this as its owner.") from None
    except ValueError:  # of JSON, or of text in no encoding
        raise Trouble(f"{home.running} can't be read; stop Holdfast and start it again.") from None


def require_database(*, answers: bool) -> None:
    """Refuse to begin where no database is named or, for what can't wait, where none answers."""
    address = os.environ.get("DATABASE_URL")
    if not address:
        raise Trouble(
            f"No database is running for {Home.from_environment().path}: start Holdfast with bin/up, or set"
            " DATABASE_URL."
        )
    if answers:
        import psycopg

        try:
            psycopg.connect(address, connect_timeout=10).close()
        except psycopg.OperationalError as error:
            raise Trouble(f"The database does not answer: {reason_of(error)}.") from None


def reason_of(error: Exception) -> str:
    """What the database, or the way to it, said: the first line, which names no password."""
    return str(error).strip().partition("\n")[0].rstrip(".")


def _adopt(name: str, value: str) -> None:
    if not os.environ.get(name):
        os.environ[name] = value
