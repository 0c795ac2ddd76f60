"""What tests of duty share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from holdfast.project.demo.world import World
    from tests.duty.rotas import Manned


@pytest.fixture
def manned(world: World) -> Manned:
    from tests.duty.rotas import man

    return man(world)
