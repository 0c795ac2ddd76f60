"""Signed tokens and the keys that they are signed with (T7)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from pytest_django.fixtures import Settings

from holdfast.kernel import tokens
from holdfast.project.keys import FormerKeys

NOW = datetime.now(UTC)
OLD, NEW = "the key before" * 4, "the key of now" * 4


@pytest.fixture
def signed_before(settings: Settings) -> str:
    """A signature of the key that was rotated a moment ago, with ten days in which it still counts."""
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = OLD, []
    signature = tokens.sign("reply", 7, 9)
    settings.SECRET_KEY = NEW
    settings.SECRET_KEY_FALLBACKS = FormerKeys({OLD: NOW + timedelta(days=10)})
    return signature


def test_t7_the_present_key_signs_and_a_former_one_counts_until_its_overlap_ends(signed_before: str) -> None:
    assert tokens.sign("reply", 7, 9) != signed_before
    assert tokens.is_signed(tokens.sign("reply", 7, 9), "reply", 7, 9)
    assert tokens.is_signed(signed_before, "reply", 7, 9)
    with time_machine.travel(NOW + timedelta(days=10), tick=False):
        assert not tokens.is_signed(signed_before, "reply", 7, 9)
        assert tokens.is_signed(tokens.sign("reply", 7, 9), "reply", 7, 9)


def test_t7_a_former_key_proves_no_more_than_it_did(signed_before: str) -> None:
    assert not tokens.is_signed(signed_before, "reply", 7, 8)
    assert not tokens.is_signed(signed_before, "approval", 7, 9)


def test_t7_a_key_that_was_retired_proves_nothing(signed_before: str, settings: Settings) -> None:
    settings.SECRET_KEY_FALLBACKS = FormerKeys({})
    assert not tokens.is_signed(signed_before, "reply", 7, 9)
