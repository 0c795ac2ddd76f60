"""A clock that survives a flushed database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.world import Clock


@pytest.fixture
def the_clock(db: None) -> Clock:
    """The clock stands at NOON; the row that holds it is gone after a test with several connections."""
    from django.utils import timezone

    from holdfast.kernel.models import Installation
    from tests.world import Clock

    Installation.objects.get_or_create(only=True, defaults={"is_test": True, "created_at": timezone.now()})
    return Clock()
