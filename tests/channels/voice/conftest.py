"""What tests of calls share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

    from holdfast.project.demo.world import World
    from tests.channels.voice.provider import Line


@pytest.fixture
def line(world: World, settings: Settings) -> Line:
    """A call that comes in at an installation with a provider."""
    from tests.channels.voice.provider import Line, env_with_provider

    settings.ENV = env_with_provider()
    return Line()
