"""What is not for everybody leaves no mark on what is shown: hidden components, drafts, what was only suspected (T45)."""

from __future__ import annotations

import pytest

from holdfast.incidents.actions.confirming import Hit, confirm_interruption, suspect_interruption
from holdfast.incidents.actions.explaining import write_sections
from holdfast.incidents.models import Level
from holdfast.project.demo.world import World
from tests.incidents.estate import build_estate
from tests.statuspage.test_page import EVERYWHERE, read, summary
from tests.world import Clock

pytestmark = pytest.mark.django_db


def test_t45_a_hidden_component_a_draft_and_what_was_suspected_leave_no_mark_anywhere(
    world: World, the_clock: Clock
) -> None:
    estate = build_estate(world)
    estate.inbox.is_public = False
    estate.inbox.save()
    found = suspect_interruption(
        title="Reports are slow", words="I heard it from Mara.", by=world.kaveh.actor
    )
    hits = [Hit(estate.inbox, Level.MAJOR), Hit(estate.reports, Level.DEGRADED)]
    confirm_interruption(found, hits=hits, by=world.kaveh)
    write_sections(found, said={"cause": "A draft that nobody sent."}, by=world.kaveh)
    for path in (*EVERYWHERE, f"/status/{found.code}/"):
        text = read(path)
        for hidden in (
            "I heard it from Mara.",
            "A draft that nobody sent.",
            estate.inbox.code,
            "Messages: Inbox",
        ):
            assert hidden not in text, path
    (incident,) = summary()["incidents"]  # type: ignore[misc]
    assert [each["name"] for each in incident["components"]] == ["Reports"]
    assert incident["impact"] == "minor"
