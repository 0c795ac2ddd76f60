"""The folder that holds everything one installation keeps (HOLDFAST_HOME)."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from holdfast.project.trouble import Trouble

PROJECT_ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Home:
    """One installation's folder and the places in it."""

    path: Path

    @classmethod
    def from_environment(cls) -> "Home":
        """The folder named by HOLDFAST_HOME, or `var` beside the source."""
        named = os.environ.get("HOLDFAST_HOME")
        return cls(Path(named).expanduser().absolute() if named else PROJECT_ROOT / "var")

    @property
    def secrets(self) -> Path:
        """Generated passwords and keys, one 0600 file each."""
        return self.path / "secrets"

    @property
    def secret_key(self) -> Path:
        """The key that signs sessions and the links in mails, unless the environment gives one."""
        return self.secrets / "secret-key"

    @property
    def former_keys(self) -> Path:
        """Those before it that still count, each with its end; `holdfast keys` writes it."""
        return self.secrets / "former-keys"

    @property
    def logs(self) -> Path:
        """What the parts printed, rotated."""
        return self.path / "logs"

    @property
    def lock(self) -> Path:
        """Locked by the one supervisor that may work here."""
        return self.path / "lock"

    @property
    def running(self) -> Path:
        """What the parts that run here were told by HOLDFAST_ variables, for the other commands."""
        return self.path / "running.json"

    @property
    def database_url(self) -> Path:
        """Where the running database is reached, written at each start for the other commands."""
        return self.path / "database.url"

    def create(self) -> None:
        """Make the folder and its parts, readable by their owner only; what exists keeps its mode."""
        try:
            # as root the database's account must pass through, so others may enter but see nothing
            make_private_folder(self.path, mode=0o711 if os.geteuid() == 0 else 0o700)
            make_private_folder(self.secrets)
            make_private_folder(self.logs)
            make_private_folder(self.path / "static")  # settings name it, and its absence is warned of
        except OSError as error:
            raise Trouble(
                f"HOLDFAST_HOME={self.path} can't be made or written to ({error.strerror}): choose a folder of yours."
            ) from None

    def secret(self, name: str) -> str:
        """The generated secret of that name, made at its first use."""
        file = self.secrets / name
        try:
            return file.read_text(encoding="ascii").strip()
        except FileNotFoundError:
            write_private_file(file, secrets.token_urlsafe(48) + "\n")
            return file.read_text(encoding="ascii").strip()

    def former_keys_as_written(self) -> str:
        """What stands in `former_keys`; nothing where no key was ever rotated."""
        return self.former_keys.read_text(encoding="utf-8").strip() if self.former_keys.is_file() else ""


def make_private_folder(path: Path, mode: int = 0o700) -> None:
    """Make the folder with that mode; parents that are missing get it too."""
    if path.is_dir():
        return
    if not path.parent.is_dir():
        make_private_folder(path.parent)
    path.mkdir(exist_ok=True)
    path.chmod(mode)  # whatever the umask took away


def write_private_file(path: Path, text: str) -> None:
    """Put the text at that path, whole or not at all, readable by its owner only."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
