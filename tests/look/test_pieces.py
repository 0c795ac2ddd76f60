"""The small pieces of HTML: right without script, never by colour alone, and whatever is foreign escaped."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from holdfast.look import clocks, icons, pieces
from holdfast.look.guide import every_clock
from holdfast.look.rows import ticket_row

NOW = datetime(2026, 6, 9, 11, 35, tzinfo=UTC)
FOREIGN = '<img src=x onerror="alert(1)">&"\''


@pytest.mark.parametrize("clock", every_clock(NOW), ids=lambda clock: clock.state)
def test_each_state_of_a_promise_differs_in_shape_and_word(clock: clocks.Clock) -> None:
    chip = HTMLParser(pieces.promise_chip(clock)).css_first(".promise")
    assert chip.attributes["data-state"] == clock.state
    assert clocks.WORDS[clock.state] in chip.text().lower()
    assert (chip.css_first(".ring") is not None) == (clock.state in ("ok", "soon"))
    assert (chip.css_first("svg.icon") is not None) == (clock.state not in ("ok", "soon"))


def test_no_two_states_have_the_same_icon() -> None:
    marks = [pieces.clock_mark(clock) for clock in every_clock(NOW) if clock.state not in ("ok", "soon")]
    assert len(set(marks)) == len(marks)


def test_a_running_chip_carries_what_the_browser_needs_to_tick() -> None:
    clock = clocks.running(
        due_at=NOW + timedelta(hours=1), now=NOW, total=28_800, soon=3600, label="Turnaround of 4821"
    )
    chip = HTMLParser(pieces.promise_chip(clock)).css_first(".promise")
    told = {name: chip.attributes[name] for name in ("data-due", "data-total", "data-soon", "data-label")}
    assert told == {
        "data-due": "2026-06-09T12:35:00+00:00",
        "data-total": "28800",
        "data-soon": "3600",
        "data-label": "Turnaround of 4821",
    }
    assert chip.css_first("time").text() == "1 h 00 m"


def test_a_clock_that_stands_has_nothing_to_tick() -> None:
    assert "data-due" not in pieces.promise_chip(clocks.standing("kept", "Kept 09:42"))


def test_t33_names_and_labels_from_outside_stay_text() -> None:
    made = [
        pieces.avatar(FOREIGN),
        pieces.avatar(FOREIGN, hidden=True),
        pieces.stage_bar(FOREIGN, 3),
        icons.icon("mail", label=FOREIGN),
        pieces.promise_chip(clocks.standing("paused", FOREIGN, label=FOREIGN, explain=FOREIGN)),
        pieces.promise_chip(clocks.running(due_at=NOW, now=NOW, total=1, soon=1, label=FOREIGN)),
        row_of(FOREIGN),
    ]
    for html in made:
        tree = HTMLParser(html)
        assert tree.css_first("img") is None
        assert not [node for node in tree.css("*") if "onerror" in node.attributes]


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Tobin Adeyar", "TA"),
        ("Orla", "O"),
        ("ana@quillon.example", "A"),
        ("Jan van der Meer", "JM"),
        ("(QA) Desk", "D"),
        ("?", "?"),
    ],
)
def test_initials_are_of_the_first_and_the_last_word(name: str, letters: str) -> None:
    assert pieces.initials(name) == letters


def test_nobody_is_a_dashed_tile_that_says_so() -> None:
    assert "Unassigned" in pieces.avatar("")


def test_a_provisional_priority_says_that_it_is_one() -> None:
    badge = pieces.priority_badge(2, provisional=True)
    assert "P2?" in badge
    assert "not confirmed yet" in badge


def test_an_instant_is_exact_for_programs_and_whole_on_hover() -> None:
    node = HTMLParser(pieces.when(NOW, now=NOW, zone=ZoneInfo("Europe/Lisbon"))).css_first("time")
    assert node.attributes == {
        "datetime": "2026-06-09T11:35:00+00:00",
        "title": "Tuesday 9 June 2026, 12:35 WEST",
    }
    assert node.text() == "Today 12:35"
    within = pieces.when(NOW, now=NOW, zone=ZoneInfo("Europe/Lisbon"), inside=True)
    assert HTMLParser(within).css_first("time").text() == "today 12:35"


def test_an_icon_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(LookupError, match="no icon 'unicorn'"):
        icons.icon("unicorn")


def test_the_sprite_holds_each_used_symbol_once_and_no_other() -> None:
    page = icons.icon("mail") + icons.icon("check") + icons.icon("mail", size="sm")
    assert [node.attributes["id"] for node in HTMLParser(icons.sprite(page)).css("symbol")] == [
        "i-check",
        "i-mail",
    ]


def row_of(words: str) -> str:
    return ticket_row(
        number=412,
        url=words,
        subject=words,
        preview=words,
        client=words,
        channel=words,
        priority=2,
        provisional=False,
        stage=words,
        step=3,
        holder=words,
        clock=None,
        live_url=words,
    )


def test_a_row_is_one_link_with_as_many_columns_as_its_grid() -> None:
    row = HTMLParser(row_of("Osprey")).css_first("li.row")
    assert row.attributes["id"] == "ticket-412"
    assert [link.attributes["href"] for link in row.css("a")] == ["Osprey"]
    assert len(list(row.iter())) == 8
