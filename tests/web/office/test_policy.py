"""The policy at the office: read, drafted, checked at the field, published, and apart from that applied."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from holdfast.policy.actions import draft_policy
from holdfast.policy.document import Document
from holdfast.policy.models import PolicyVersion
from holdfast.policy.queries import current_version, document_of, draft_of
from holdfast.policy.reading import read_policy
from holdfast.project.demo.world import World
from holdfast.promises.models import Promise
from holdfast.tickets.models import Ticket
from tests.web.doors import At
from tests.world import NOON, Clock, ticket_by_mail


@pytest.fixture
def draft(world: World) -> PolicyVersion:
    return draft_policy(by=world.delphine)


def base(draft: PolicyVersion) -> str:
    return f"/desk/policy/{draft.policy_id}/draft"


def turnaround(draft: PolicyVersion, **said: str) -> dict[str, str]:
    """The form of the turnaround as it stands, with these values in place."""
    clause = document_of(draft.pk).clause("turnaround")
    assert isinstance(clause.limit, dict)
    assert isinstance(clause.target, dict)
    values = {f"limit_{p}": clause.limit.get(p, "") for p in (1, 2, 3, 4)}
    values |= {f"target_{p}": clause.target.get(p, "") for p in (1, 2, 3, 4)}
    return {**values, "calendar": clause.calendar, "revision": str(draft.revision), **said}


def now(draft: PolicyVersion) -> Document:
    return document_of(draft.pk)


def test_it_reads_as_the_document_that_a_client_would_sign(world: World, at_desk: At) -> None:
    page = at_desk(world.tobin).get("/desk/policy/").content.decode()
    assert "Every ticket is acknowledged, with its reference, within <b>15 minutes</b>." in page
    assert "<b>4 hours</b>, round the clock" in page
    assert page.count("Our own") > 5  # the operator's values are told from the source's
    assert "Kaveh Lindqvar" in page
    assert "Edit" not in page  # an agent reads only
    assert "Edit" in at_desk(world.delphine).get("/desk/policy/").content.decode()


def test_what_is_overdue_is_counted_as_promises_and_as_the_tickets_of_the_queue(
    world: World, at_desk: At, the_clock: Clock
) -> None:
    for _ in range(2):
        ticket_by_mail(world)
    the_clock.set(NOON + timedelta(days=90))
    door = at_desk(world.delphine)
    page, queue = door.get("/desk/policy/"), door.get("/desk/lists/overdue/")
    promises = Promise.objects.filter(ticket__isnull=False, due_at__lt=the_clock.now).count()
    assert promises > 2
    assert page.context["running"].overdue == promises
    assert queue.context["count"] == "2"
    assert b'<dt>Tickets overdue</dt><dd><a href="/desk/lists/overdue/">2</a>' in page.content


def test_a_value_is_edited_and_marked_as_our_own(world: World, draft: PolicyVersion, at_desk: At) -> None:
    door = at_desk(world.delphine)
    answer = door.post(f"{base(draft)}/clauses/turnaround/", turnaround(draft, limit_2="2 business days"))
    assert answer.status_code == 302
    clause = now(draft).clause("turnaround")
    assert (str(clause.limit_for(2)), clause.is_own(2), clause.is_own(3)) == ("2 business days", True, False)
    page = door.get(f"{base(draft)}/").content.decode()
    assert "Turnaround, Priority 2: from 1 business day to 2 business days" in page


def test_what_cannot_stand_is_refused_at_its_field(world: World, draft: PolicyVersion, at_desk: At) -> None:
    door = at_desk(world.delphine)
    for wrong, field in (
        ({"limit_2": "a fortnight"}, "limit_2"),
        ({"limit_1": ""}, "limit_1"),
        ({"target_3": "5 business days"}, "target_3"),
        ({"calendar": "the-moon"}, "calendar"),
    ):
        answer = door.post(f"{base(draft)}/clauses/turnaround/", turnaround(draft, **wrong))
        assert (wrong, answer.status_code, field in answer.context["form"].errors) == (wrong, 422, True)
    assert draft_of().revision == 1  # type: ignore[union-attr]


def test_whoever_read_an_older_draft_is_refused(world: World, draft: PolicyVersion, at_desk: At) -> None:
    door = at_desk(world.delphine)
    said = turnaround(draft, limit_2="2 business days")
    door.post(f"{base(draft)}/clauses/turnaround/", said)
    answer = door.post(f"{base(draft)}/clauses/turnaround/", {**said, "limit_2": "3 business days"})
    assert (answer.status_code, b"Somebody changed this draft meanwhile" in answer.content) == (422, True)
    assert door.post(f"{base(draft)}/end/", {"revision": "1"}).status_code == 302
    assert draft_of() is not None
    assert door.post(f"{base(draft)}/end/", {}).status_code == 400


def ladder(draft: PolicyVersion, **more: str) -> dict[str, str]:
    said = {"revision": str(draft.revision)}
    for place, level in enumerate(now(draft).ladder):
        said |= {f"{name}-{place}": getattr(level, name) for name in ("title", "person", "phone", "answer")}
    return {**said, **more}


def test_the_ladder_is_reordered_shown_again_and_saved(
    world: World, draft: PolicyVersion, at_desk: At
) -> None:
    door, path = at_desk(world.delphine), f"{base(draft)}/ladder/"
    shown = door.post(path, ladder(draft, act="down-1"))
    titles = [rung.values["title"] for rung in shown.context["rungs"]]
    before = [level.title for level in now(draft).ladder]
    assert titles == [before[0], before[2], before[1], *before[3:]]
    assert [level.title for level in now(draft).ladder] == before  # a move alone keeps nothing
    assert len(door.post(path, ladder(draft, act="add")).context["rungs"]) == len(before) + 1
    assert len(door.post(path, ladder(draft, act="remove-0")).context["rungs"]) == len(before) - 1
    said = ladder(draft, act="save", **{"person-1": "dov@pellucid.example", "phone-1": "+1 202 555 0199"})
    assert door.post(path, said).status_code == 302
    assert (now(draft).ladder[1].person, now(draft).ladder[1].phone) == (
        "dov@pellucid.example",
        "+1 202 555 0199",
    )
    assert (
        "Level 2, person: from Kaveh Lindqvar to Dov Halloran" in door.get(f"{base(draft)}/").content.decode()
    )


def test_a_level_without_a_person_or_with_a_stranger_is_refused_at_its_field(
    world: World, draft: PolicyVersion, at_desk: At
) -> None:
    door, path = at_desk(world.delphine), f"{base(draft)}/ladder/"
    for wrong in (
        {"person-1": ""},
        {"person-1": "orla@ospreylane.example"},
        {"answer-1": "soon"},
        {"title-1": ""},
    ):
        answer = door.post(path, ladder(draft, act="save", **wrong))
        name = next(iter(wrong)).partition("-")[0]
        assert (wrong, answer.status_code, bool(answer.context["rungs"][1].wrong[name])) == (wrong, 422, True)
        assert f'id="{name}-1-error"' in answer.content.decode()


def test_a_scenario_twice_is_refused_at_its_row_and_ids_stay(
    world: World, draft: PolicyVersion, at_desk: At
) -> None:
    door, path = at_desk(world.delphine), f"{base(draft)}/scenarios/"
    rows = now(draft).scenarios
    said = {"revision": "1", "act": "save"}
    for place, row in enumerate(rows):
        said |= {f"id-{place}": row.id, f"words-{place}": row.words, f"priority-{place}": str(row.priority)}
    twice = {
        **said,
        f"id-{len(rows)}": "",
        f"words-{len(rows)}": rows[0].words.upper(),
        f"priority-{len(rows)}": "2",
    }
    answer = door.post(path, twice)
    assert (answer.status_code, "stands twice" in answer.context["rows"][-1].wrong["words"]) == (422, True)
    new = {**twice, f"words-{len(rows)}": "Seats are missing", "words-0": "Everything is down", "words-1": ""}
    assert door.post(path, new).status_code == 302
    kept = now(draft).scenarios
    assert (kept[0].id, kept[0].words) == (rows[0].id, "Everything is down")
    assert rows[1].id not in {row.id for row in kept}
    assert kept[-1].id == "seats-are-missing"
    assert not any(each.outage for each in kept), "nothing is one that is not marked"
    page = door.get(path).content.decode()
    assert 'name="outage-0" value="1" aria-label="Scenario 1 is an outage">' in page
    marked = {**new, "revision": "2", "outage-0": "1", "words-1": rows[1].words}
    assert door.post(path, marked).status_code == 302
    assert [each.id for each in now(draft).scenarios if each.outage] == [rows[0].id]


def upload(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("policy.toml", text.encode())


def test_the_draft_goes_out_and_comes_back_as_a_file(world: World, draft: PolicyVersion, at_desk: At) -> None:
    door = at_desk(world.delphine)
    text = door.get(f"/desk/policy/versions/{draft.pk}/file/").content.decode()
    assert read_policy(text.encode()) == now(draft)
    changed = text.replace("reopen_days = 14", "reopen_days = 21")
    answer = door.post(f"{base(draft)}/file/", {"file": upload(changed), "revision": "1"})
    assert answer.status_code == 302
    assert now(draft).reopen_days == 21
    assert at_desk(world.tobin).get(f"/desk/policy/versions/{draft.pk}/file/").status_code == 404


def test_a_file_that_cannot_be_read_is_refused_and_one_that_cannot_stand_says_why(
    world: World, draft: PolicyVersion, at_desk: At
) -> None:
    door, path = at_desk(world.delphine), f"{base(draft)}/file/"
    for text in ("not toml at all [", 'name = "x"', "x" * 300_000):
        answer = door.post(path, {"file": upload(text), "revision": "1"})
        assert (answer.status_code, "file" in answer.context["form"].errors) == (422, True)
    text = door.get(f"/desk/policy/versions/{draft.pk}/file/").content.decode()
    broken = text.replace('default_calendar = "office-hours"', 'default_calendar = "the-moon"')
    assert door.post(path, {"file": upload(broken), "revision": "1"}).status_code == 302
    page = door.get(f"{base(draft)}/").content.decode()
    assert "To settle before publishing" in page
    assert "default_calendar" in page
    refused = door.post(f"{base(draft)}/publication/", {"revision": str(draft_of().revision)})  # type: ignore[union-attr]
    assert refused.status_code == 422
    assert current_version().number == 2


def test_publishing_moves_nothing_and_applying_does_with_a_reason(
    world: World, printer: Ticket, draft: PolicyVersion, at_desk: At
) -> None:
    door = at_desk(world.delphine)
    door.post(f"{base(draft)}/clauses/turnaround/", turnaround(draft, limit_2="2 business days"))
    due = Promise.objects.get(ticket=printer, clause="turnaround").due_at
    page = door.get(f"{base(draft)}/publication/").content.decode()
    assert "from 1 business day to 2 business days" in page
    answer = door.post(f"{base(draft)}/publication/", {"revision": "2", "note": "More care."})
    assert answer.status_code == 302
    version = current_version()
    assert (version.number, version.note, version.published_by) == (3, "More care.", "Delphine Quarrie")
    assert Promise.objects.get(ticket=printer, clause="turnaround").due_at == due
    preview = door.get("/desk/policy/application/").content.decode()
    assert "1 due time would move. Of 1 the client is told." in " ".join(preview.split())
    assert door.post("/desk/policy/application/", {"reason": ""}).status_code == 422
    assert door.post("/desk/policy/application/", {"reason": "More care for everybody."}).status_code == 302
    assert Promise.objects.get(ticket=printer, clause="turnaround").due_at > due
    past = PolicyVersion.objects.get(number=2)
    assert "A past version" in door.get(f"/desk/policy/versions/{past.pk}/").content.decode()
    assert door.get(f"/desk/policy/versions/{draft.pk}/").status_code == 404
    of_all = f"/desk/policy/{past.policy_id}/versions/"
    assert "Another policy" in door.get(of_all).content.decode()
    assert "Another policy" not in at_desk(world.tobin).get(of_all).content.decode()  # who may not begin one


def test_another_policy_begins_as_a_draft_of_its_own(world: World, at_desk: At) -> None:
    door = at_desk(world.delphine)
    answer = door.post("/desk/policy/new/", {"name": "Gold"})
    assert answer.status_code == 302
    assert door.get(answer.headers["Location"]).status_code == 200
    assert door.post("/desk/policy/new/", {"name": "Gold"}).status_code == 422
    gold = PolicyVersion.objects.get(policy__name="Gold").policy_id
    assert "No version is in force yet" in door.get(f"/desk/policy/{gold}/").content.decode()
