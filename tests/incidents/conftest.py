"""What tests of interruptions share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from holdfast.project.demo.world import World
    from tests.incidents.estate import Estate


@pytest.fixture
def estate(world: World) -> Estate:
    from tests.incidents.estate import build_estate

    return build_estate(world)
