"""Contents are kept once, whole, private, and on the disk before anybody is told so."""

from __future__ import annotations

import hashlib
import io
import os
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from holdfast.files import storage
from holdfast.files.limits import LARGEST_FILE
from holdfast.files.models import StoredFile
from holdfast.kernel.refusal import Refused

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def home(settings, tmp_path: Path) -> Path:
    settings.HOME = tmp_path / "a home"
    return settings.HOME


@pytest.mark.django_db
def test_a_content_is_kept_under_its_hash_and_read_again():
    stored = storage.store(b"%PDF-1.7 an invoice", at=AT)
    assert stored.sha256 == hashlib.sha256(b"%PDF-1.7 an invoice").hexdigest()
    assert (stored.size, stored.media_type, stored.stored_at) == (19, "application/pdf", AT)
    assert storage.read(stored.sha256) == b"%PDF-1.7 an invoice"


@pytest.mark.django_db
def test_the_same_content_again_is_the_same_row_and_the_same_file():
    first = storage.store(b"twice", at=AT)
    written = storage.path_of(first.sha256).stat()
    assert storage.store(io.BytesIO(b"twice"), at=datetime(2026, 4, 1, tzinfo=UTC)) == first
    assert StoredFile.objects.count() == 1
    assert storage.path_of(first.sha256).stat().st_ino == written.st_ino


@pytest.mark.django_db
def test_files_are_private_and_nothing_half_stays_behind(home: Path):
    stored = storage.store(io.BytesIO(b"words"), at=AT)
    assert stat.S_IMODE(storage.path_of(stored.sha256).stat().st_mode) == 0o600
    assert stat.S_IMODE((home / "files").stat().st_mode) == 0o700
    assert list((home / "files" / "arriving").iterdir()) == []


@pytest.mark.django_db
def test_a_file_that_got_lost_is_written_again():
    stored = storage.store(b"lost and found", at=AT)
    storage.path_of(stored.sha256).unlink()
    storage.store(b"lost and found", at=AT)
    assert storage.read(stored.sha256) == b"lost and found"


@pytest.mark.django_db
def test_file_and_folders_are_synced_before_the_row_is_written(monkeypatch):
    synced: list[str] = []
    really = os.fsync

    def note(descriptor: int) -> None:
        synced.append(os.readlink(f"/proc/self/fd/{descriptor}"))
        assert not StoredFile.objects.exists()
        really(descriptor)

    monkeypatch.setattr(os, "fsync", note)
    stored = storage.store(b"durable", at=AT)
    path = storage.path_of(stored.sha256)
    assert str(path.parent) == synced[-1]
    assert {str(path.parent.parent), str(path.parent.parent.parent)} <= set(synced)


@pytest.mark.django_db
@pytest.mark.parametrize("as_stream", [False, True])
def test_a_file_that_is_too_large_is_refused_and_leaves_nothing(home: Path, monkeypatch, as_stream: bool):
    monkeypatch.setattr(storage, "LARGEST_FILE", 1000)
    content = b"x" * 1001
    with pytest.raises(Refused) as refused:
        storage.store(io.BytesIO(content) if as_stream else content, at=AT)
    assert refused.value.code == "file_too_large"
    assert [path for path in home.rglob("*") if path.is_file()] == []
    assert LARGEST_FILE == 50 * 1024 * 1024


def test_only_a_hash_names_a_file():
    for name in ("../../etc/passwd", "a" * 63, "A" * 64, ""):
        with pytest.raises(ValueError, match="SHA-256"):
            storage.path_of(name)
