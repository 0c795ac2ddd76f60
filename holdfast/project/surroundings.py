"""The environment that the parts of one installation share."""

import os

from holdfast.project.home import PROJECT_ROOT, Home


def surroundings_of_parts(home: Home, database_url: str) -> dict[str, str]:
    """What every process that the supervisor starts finds in its environment."""
    return os.environ | {
        "DATABASE_URL": database_url,
        "HOLDFAST_HOME": str(home.path),
        "HOLDFAST_SECRET_KEY": os.environ.get("HOLDFAST_SECRET_KEY") or home.secret("secret-key"),
        "DJANGO_SETTINGS_MODULE": "holdfast.project.settings",
        "PYTHONPATH": str(PROJECT_ROOT),
        "PYTHONSAFEPATH": "1",
        "PYTHONUNBUFFERED": "1",
    }


def adopt_surroundings() -> None:
    """Let a command that somebody typed find the running installation, as its own parts do."""
    home = Home.from_environment()
    os.environ["HOLDFAST_HOME"] = str(home.path)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "holdfast.project.settings")
    if not os.environ.get("DATABASE_URL") and home.database_url.is_file():
        os.environ["DATABASE_URL"] = home.database_url.read_text(encoding="utf-8").strip()
    if not os.environ.get("HOLDFAST_SECRET_KEY") and (home.secrets / "secret-key").is_file():
        os.environ["HOLDFAST_SECRET_KEY"] = home.secret("secret-key")
