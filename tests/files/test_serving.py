"""A stored content is given out in such a way that nothing in it can run."""

from __future__ import annotations

import struct
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.http import Http404, HttpResponseBase

from holdfast.files import storage
from holdfast.files.models import StoredFile
from holdfast.files.serving import file_response, served_as

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">II", 10, 10)


@pytest.fixture(autouse=True)
def home(settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path


def _given(content: bytes, name: str, *, inline: bool = False) -> HttpResponseBase:
    response = file_response(storage.store(content, at=AT), name, inline=inline)
    assert b"".join(response) == content
    return response


@pytest.mark.django_db
@pytest.mark.parametrize(
    "content",
    [
        b"<html><script>alert(1)</script>",
        b"<svg onload=alert(1)>",
        b"<?xml version='1.0'?><a/>",
        b"#!/bin/sh\n",
    ],
)
def test_t35_what_could_run_is_only_ever_downloaded_as_bytes(content: bytes):
    response = _given(content, "page.html", inline=True)
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert response.headers["Content-Disposition"] == 'attachment; filename="page.html"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.django_db
def test_t36_only_a_real_image_is_shown_in_place():
    assert (
        _given(PNG, "chart.png", inline=True).headers["Content-Disposition"] == 'inline; filename="chart.png"'
    )
    assert _given(PNG, "chart.png").headers["Content-Disposition"].startswith("attachment")
    svg = _given(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "chart.png", inline=True)
    assert svg.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.django_db
def test_t27_a_flood_of_pixels_is_not_shown():
    flood = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">II", 60_000, 60_000)
    assert _given(flood, "big.png", inline=True).headers["Content-Disposition"].startswith("attachment")


@pytest.mark.django_db
def test_t16_t48_a_name_cannot_write_headers():
    response = _given(b"words", 'a"\r\nSet-Cookie: sid=1; filename*=x\u2028.txt')
    assert "\r" not in response.headers["Content-Disposition"]
    assert "\n" not in response.headers["Content-Disposition"]
    assert "Set-Cookie" not in response.headers
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    named = _given(b"words", "Übersicht 表.pdf")
    assert (
        named.headers["Content-Disposition"] == "attachment; filename*=utf-8''%C3%9Cbersicht%20%E8%A1%A8.pdf"
    )


@pytest.mark.django_db
def test_a_content_that_is_gone_is_a_404():
    stored = StoredFile.objects.create(sha256="0" * 64, size=1, media_type="image/png", stored_at=AT)
    with pytest.raises(Http404):
        file_response(stored, "gone.png")


def test_t35_what_is_not_known_to_be_harmless_is_bytes():
    for kind in (
        "text/html",
        "image/svg+xml",
        "text/xml",
        "text/x-script",
        "application/x-executable",
        "image/bmp",
    ):
        assert served_as(kind) == "application/octet-stream"
    assert served_as("application/pdf") == "application/pdf"
