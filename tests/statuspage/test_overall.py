"""The words for the whole page, and what the public reads of an interruption's state."""

import pytest

from holdfast.incidents.public import PUBLIC_STATUS
from holdfast.statuspage.overall import impact_of, overall_of
from holdfast.statuspage.shown import ComponentStatus
from tests.statuspage.a_page import component

WORKS, MAINTAINED, SLOW, PARTLY, DOWN = ComponentStatus


@pytest.mark.parametrize(
    ("statuses", "indicator", "description"),
    [
        ([], "none", "All Systems Operational"),
        ([WORKS, WORKS], "none", "All Systems Operational"),
        ([WORKS, MAINTAINED], "none", "Service Under Maintenance"),
        ([MAINTAINED, SLOW], "minor", "Partially Degraded Service"),
        ([SLOW, PARTLY, WORKS], "major", "Partial System Outage"),
        ([PARTLY, DOWN, MAINTAINED], "critical", "Major System Outage"),
    ],
)
def test_the_whole_is_as_its_worst_component(statuses, indicator, description):
    found = overall_of(component(str(number), status) for number, status in enumerate(statuses))
    assert found == (indicator, description)


def test_a_group_says_nothing_of_its_own():
    assert overall_of([component("group", DOWN, members=("chat",)), component()]).indicator == "none"


def test_the_impact_of_an_interruption_is_what_its_worst_would_make_of_the_page():
    assert [impact_of([status]) for status in (WORKS, SLOW, PARTLY, DOWN)] == [
        "none",
        "minor",
        "major",
        "critical",
    ]
    assert impact_of([SLOW, DOWN, WORKS]) == "critical"


def test_what_is_only_suspected_or_was_dismissed_is_not_public():
    assert [state for state, public in PUBLIC_STATUS.items() if public is None] == ["suspected", "dismissed"]
    assert set(PUBLIC_STATUS.values()) == {
        None,
        "investigating",
        "identified",
        "monitoring",
        "resolved",
        "postmortem",
    }
