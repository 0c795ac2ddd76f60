"""What a client was told, as a proof: rows of the ledger with the other side's answers, as CSV and as PDF."""

from __future__ import annotations

import csv
import io
import re
import subprocess
import sys

import pytest
from django.test import Client

from holdfast.incidents.actions.confirming import retract_interruption
from holdfast.incidents.models import Interruption
from holdfast.kernel import clock
from holdfast.notices.models import Delivery
from holdfast.people.models import Person
from holdfast.project.demo.world import World
from holdfast.reports.review import review_of
from tests.incidents.estate import Estate, build_estate
from tests.incidents.test_life import run_sweeps
from tests.promises.acceptance import accept
from tests.web.doors import At
from tests.web.test_interruptions import REPORT, send
from tests.world import Clock

pytestmark = pytest.mark.django_db
EVIL = '=HYPERLINK("http://evil.example")'
MARKUP = '#read("/etc/passwd") #image("http://127.0.0.1/x.png") *bold* $x$ [ ] \\ // /* 日本 שלום'


@pytest.fixture
def estate(world: World) -> Estate:
    return build_estate(world)


@pytest.fixture
def found(estate: Estate, world: World, at_desk: At, the_clock: Clock) -> Interruption:
    """Reported, with markup in every part, to a contact whose name is a formula; the reports accepted."""
    Person.objects.filter(pk=world.persons["orla"].pk).update(name=EVIL)
    lead = at_desk(world.kaveh)
    lead.post("/desk/interruptions/new/", {"title": f"Late {MARKUP}"})
    found = Interruption.objects.get()
    send(lead, found.pk, "confirmation", level="major", components=[f"{estate.inbox.pk}:"])
    the_clock.forward(minutes=20)
    send(lead, found.pk, "report", **{**REPORT, "noticed": MARKUP})
    accept("interruption_report")
    Delivery.objects.filter(notice__kind="interruption_report").update(answer="2.0.0 Ok: queued as 4F2A")
    return found


def osprey_of(found: Interruption, world: World) -> int:
    return found.affected.get(organisation=world.organisations["osprey"]).pk


def lines_of(client: Client, path: str) -> list[dict[str, str]]:
    answer = client.get(path)
    assert answer.status_code == 200 and answer.headers["Content-Disposition"].startswith("attachment")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_t54_the_proof_as_csv_holds_every_row_with_its_answer_and_no_formula(
    found: Interruption, world: World, at_desk: At
) -> None:
    base = f"/desk/interruptions/{found.pk}/"
    one = lines_of(at_desk(world.tobin), f"{base}clients/{osprey_of(found, world)}/proof.csv")
    assert [line["contact"] for line in one] == [f"'{EVIL}"]
    assert one[0]["client"] == "Osprey Lane Clinics" and one[0]["outcome"] == "Accepted"
    assert one[0]["answer"] == "2.0.0 Ok: queued as 4F2A" and one[0]["list_version"] == "1"
    assert one[0]["written_at"] == "2026-11-24T12:20:00+00:00"
    every = lines_of(at_desk(world.tobin), f"{base}proof.csv")
    assert {line["client"] for line in every} == {"Osprey Lane Clinics", "Velda Retail"}
    cells = [cell for line in every for cell in line.values()]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_the_page_says_which_promises_were_kept_and_by_whom_it_was_taken(
    found: Interruption, world: World, at_desk: At
) -> None:
    path = f"/desk/interruptions/{found.pk}/clients/{osprey_of(found, world)}/"
    shown = at_desk(world.tobin).get(path).content.decode()
    assert "2.0.0 Ok: queued as 4F2A" in shown and "List, version 1" in shown
    assert re.search(r"Interruption report</td>.*?Kept</td>", shown, re.DOTALL)
    assert "Velda" not in shown


def test_one_interruption_gives_no_proof_of_another_ones_client(
    found: Interruption, world: World, at_desk: At
) -> None:
    lead = at_desk(world.kaveh)
    lead.post("/desk/interruptions/new/", {"title": "Another"})
    other = Interruption.objects.latest("pk").pk
    for rest in ("", "proof.csv", "proof.pdf"):
        path = f"/desk/interruptions/{other}/clients/{osprey_of(found, world)}/{rest}"
        assert lead.get(path).status_code == 404


def test_t37_the_pdf_sets_typed_text_as_text_and_reads_nothing(
    found: Interruption, world: World, at_desk: At
) -> None:
    """Were anything of it taken for markup, setting it would fail: the files that it names are not there."""
    base = f"/desk/interruptions/{found.pk}/"
    for path in (f"{base}clients/{osprey_of(found, world)}/proof.pdf", f"{base}review.pdf"):
        answer = at_desk(world.tobin).get(path)
        assert answer.headers["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF-") and len(answer.content) > 5000


def test_typst_is_not_loaded_before_a_pdf_is_made() -> None:
    told = "import sys, holdfast.reports.pages; sys.exit('typst' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", told], check=False).returncode == 0


def test_the_review_tells_the_course_the_promises_and_what_is_not_written(
    found: Interruption, world: World, at_desk: At, the_clock: Clock
) -> None:
    tobin = at_desk(world.tobin)
    send(tobin, found.pk, "analysis", cause="A broker stood still.", keep="1")
    shown = tobin.get(f"/desk/interruptions/{found.pk}/review/").content.decode()
    assert "A broker stood still." in shown and shown.count("Not written yet.") == 2
    assert "Interruption report kept, 2 clients" in shown and "Confirmed" in shown
    assert "Interrupted for 20 min; 2 clients affected" in shown
    assert numbers(found)["Hourly update"] == (4, 2, 0, 0, 2, 0)
    the_clock.forward(minutes=61)
    run_sweeps()
    assert numbers(found)["Hourly update"] == (6, 2, 0, 2, 2, 0)
    retract_interruption(found, reason="A test of ours.", by=world.kaveh)
    assert numbers(found)["Hourly update"] == (6, 2, 0, 2, 0, 2), "what was broken stays so"
    assert numbers(found)["Interruption report"] == (2, 2, 0, 0, 0, 0)


def numbers(found: Interruption) -> dict[str, tuple[int, ...]]:
    """Of each promise: in all, kept, kept late, broken, open, let go."""
    return {each.title: each.numbers for each in review_of(found, at=clock.now()).promises}
