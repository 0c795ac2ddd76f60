"""What is personal is kept by no cache; what is public keeps what it says of itself."""

from __future__ import annotations

import pytest
from django.urls import reverse

from holdfast.project.demo.world import World
from tests.portal.visiting import as_, stranger
from tests.world import ticket_by_mail

pytestmark = pytest.mark.django_db

PERSONAL = "private, no-store"


@pytest.mark.parametrize(
    "path", ["/desk/", "/desk/trail/file/", "/desk/live/next-promise/", "/account/password/change/"]
)
def test_pages_of_the_desk_are_kept_in_no_cache(world: World, path: str) -> None:
    for door in (as_(world.nell), as_(world.orla), stranger()):
        assert door.get(path).headers["Cache-Control"] == PERSONAL


def test_pages_of_the_portal_are_kept_in_no_cache_whether_they_are_there_or_not(world: World) -> None:
    number = ticket_by_mail(world).pk
    for path in (
        reverse("portal:ticket", args=[number]),
        reverse("portal:ticket", args=[number + 1]),
        "/tickets/",
    ):
        for door in (as_(world.orla), as_(world.lutz), stranger()):
            assert door.get(path).headers["Cache-Control"] == PERSONAL


def test_a_public_page_is_personal_only_to_somebody_who_is_signed_in(world: World) -> None:
    for name in ("portal:home", "portal:reach", "portal:support"):
        assert "Cache-Control" not in stranger().get(reverse(name)).headers
        assert as_(world.orla).get(reverse(name)).headers["Cache-Control"] == PERSONAL
    assert "no-store" in stranger().get("/account/login/").headers["Cache-Control"]
    assert stranger().get("/level/none/").headers["Cache-Control"] == "no-store"
