"""The whole trail at the office: sentences, filters, pages by key, and a file without formulas (T54)."""

from __future__ import annotations

import csv
import io
from collections import Counter
from datetime import timedelta

import pytest

from holdfast.kernel.facts import Fact
from holdfast.kernel.models import TrailEntry
from holdfast.project.demo.world import World
from holdfast.tickets.models import Ticket
from holdfast.web.office.trail.sentences import all_facts, in_words, sentence
from tests.promises.acceptance import accept, bounce
from tests.web.doors import At
from tests.world import NOON


def shown(answer: object) -> list[str]:
    return [line.words for line in answer.context["lines"]]  # type: ignore[attr-defined]


def test_it_says_in_sentences_what_happened(world: World, printer: Ticket, at_desk: At) -> None:
    door = at_desk(world.piotr)
    door.post(f"/desk/people/{world.tobin.pk}/roles/", {"roles": ["agent", "qa"]})
    door.post("/desk/clients/new/", {"name": "Alder Mills", "time_zone": "UTC"})
    words = shown(door.get("/desk/trail/"))
    assert words[:2] == [
        "Piotr Salter entered the client Alder Mills",
        "Piotr Salter gave Tobin Adeyar these roles: Agent, QA",
    ]
    assert "Orla Thistlewick opened it" in words


def test_it_is_narrowed_by_subject_fact_person_and_day(world: World, printer: Ticket, at_desk: At) -> None:
    door = at_desk(world.delphine)
    TrailEntry.objects.create(
        at=NOON + timedelta(days=1),
        fact="PersonLetIn",
        about="person-1",
        actor_kind="person",
        actor_label="X",
        actor_person=world.nell.pk,
    )
    about = door.get("/desk/trail/", {"about": f"#{printer.pk}"})
    assert {line.about for line in about.context["lines"]} == {f"ticket-{printer.pk}"}
    assert {line.fact for line in door.get("/desk/trail/", {"fact": "TicketOpened"}).context["lines"]} == {
        "TicketOpened"
    }
    assert len(shown(door.get("/desk/trail/", {"actor": str(world.nell.pk)}))) == 1
    assert len(shown(door.get("/desk/trail/", {"day": "2026-11-25"}))) == 1
    assert len(shown(door.get("/desk/trail/", {"actor": "system", "fact": "PersonLetIn"}))) == 0


def test_pages_follow_each_other_by_key(world: World, at_desk: At) -> None:
    TrailEntry.objects.bulk_create(
        TrailEntry(at=NOON, fact="NoteWritten", about="ticket-7", actor_kind="person", actor_label=f"{n}")
        for n in range(120)
    )
    door, seen, url = at_desk(world.delphine), [], "?about=ticket-7"
    while url:
        answer = door.get(f"/desk/trail/{url}")
        seen += shown(answer)
        url = answer.context["older_url"]
    assert seen == [f"{n} wrote a note" for n in reversed(range(120))]


def test_no_entry_of_any_release_breaks_the_page() -> None:
    broken = (
        {},
        {"person": "x", "made": 3},
        {"stage": 99, "clause": None, "changed": None, "roles": ["king"]},
    )
    for fact in (*all_facts(), "NoLongerThere"):
        for said in broken:
            entry = TrailEntry(fact=fact, about="ticket-1", actor_kind="system", actor_label="X", said=said)
            assert sentence(entry, {})


def facts_below(kind: type[Fact]) -> set[type[Fact]]:
    below = set(kind.__subclasses__())
    return below.union(*(facts_below(each) for each in below))


def test_no_two_facts_share_a_name_for_the_trail_keeps_nothing_else_of_their_kind() -> None:
    ours = [each for each in facts_below(Fact) if each.__module__.startswith("holdfast.")]
    shared = {name for name, times in Counter(each.__name__ for each in ours).items() if times > 1}
    assert len(ours) > 100 and shared - {"_Told"} == set()


def test_a_fact_of_another_release_is_said_by_its_name() -> None:
    assert in_words("MoonWaxed") == "Moon waxed"


FORMULAS = ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", " =1", "=cmd|' /C calc'!A0"]


def test_t54_no_cell_of_the_file_is_a_formula(world: World, at_desk: At) -> None:
    """As a spreadsheet reads it: a cell in quotes is one, too."""
    for said in (*FORMULAS, "Orla wrote"):
        TrailEntry.objects.create(
            at=NOON, fact="NoteWritten", about="ticket-7", actor_kind="person", actor_label=said
        )
    answer = at_desk(world.delphine).get("/desk/trail/file/?about=ticket-7")
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    cells = {cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row}
    assert cells.isdisjoint(FORMULAS)
    assert cells > {"Orla wrote", *(f"'{each}" for each in FORMULAS)}


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2026-13-01", "yesterday"])
def test_t74_a_day_that_is_none_is_refused_in_words(world: World, at_desk: At, day: str) -> None:
    door = at_desk(world.theo)
    assert door.get("/desk/trail/", {"day": day}).status_code == 400
    assert door.get("/desk/trail/", {"day": "2026-11-24"}).status_code == 200


def test_what_became_of_a_notice_is_said_with_its_reader_and_what_it_told(
    world: World, printer: Ticket, at_desk: At
) -> None:
    (letter,) = accept("acknowledgement")
    bounce(letter)
    words = shown(at_desk(world.delphine).get("/desk/trail/", {"about": f"#{printer.pk}"}))
    assert "The acknowledgement to Orla Thistlewick was accepted" in words
    assert "The acknowledgement to Orla Thistlewick came back (no such mailbox)" in words
