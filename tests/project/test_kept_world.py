"""What most tests start from is the world that the demo builds."""

import pytest
from django.db import transaction

from holdfast.project.demo.world import World, build_world
from tests.kept_world import KeptWorld, lengths
from tests.world import Clock


@pytest.mark.django_db
def test_the_world_that_is_put_back_is_the_one_that_is_built(kept_world: KeptWorld, the_clock: Clock) -> None:
    with transaction.atomic():
        put_back = kept_world.put_back()
        rows = lengths()
        transaction.set_rollback(True)
    built = build_world()
    assert rows == lengths()
    assert named(put_back) == named(built)


def named(world: World) -> dict[str, list[tuple[object, ...]]]:
    """Who and what is found by which name."""
    return {
        "persons": [(key, each.email, each.roles, each.title) for key, each in world.persons.items()],
        "organisations": [(key, each.name, each.is_own) for key, each in world.organisations.items()],
        "products": [(key, each.name) for key, each in world.products.items()],
    }
