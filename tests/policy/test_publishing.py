"""Policies are drafted, checked, published; what is published stands."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from holdfast.calendars.actions import save_calendar
from holdfast.calendars.queries import current_version as current_calendar
from holdfast.kernel import clock
from holdfast.kernel.actor import SYSTEM
from holdfast.kernel.models import TrailEntry
from holdfast.kernel.refusal import Forbidden, Refused
from holdfast.people.models import Person
from holdfast.policy.actions import (
    HasProblems,
    begin_policy,
    check_document,
    discard_draft,
    draft_policy,
    publish_policy,
    publish_shipped,
    save_draft,
)
from holdfast.policy.allowance import Allowance
from holdfast.policy.document import Document, NamedHours
from holdfast.policy.editing import with_value
from holdfast.policy.models import Policy, PolicyVersion
from holdfast.policy.queries import current_version, document_of, draft_of, with_present_calendars
from holdfast.policy.reading import read_policy
from holdfast.vendor.models import Vendor
from tests.policy.documents import PERSON, sound, with_clause

NOON = datetime(2026, 6, 3, 12, tzinfo=UTC)
FOUR_HOURS = Allowance.parse("4 h")


@pytest.fixture(autouse=True)
def stopped_clock(db: None) -> Iterator[None]:
    clock.set_for_test(NOON)
    yield
    clock.set_for_test(None)


@pytest.fixture
def manager() -> Person:
    return Person.objects.create(email="manager@vendor.example", name="Runa Holt", roles=["manager"])


@pytest.fixture
def agent() -> Person:
    return Person.objects.create(email=PERSON, name="Odo Fenn", roles=["agent"])


@pytest.fixture
def shipped() -> PolicyVersion:
    return publish_shipped(FOUR_HOURS, by=SYSTEM)


@pytest.fixture
def draft(shipped: PolicyVersion, manager: Person, agent: Person) -> PolicyVersion:
    """A draft of the second version with which nothing is wrong."""
    return save_draft(draft_policy(by=manager), document=sound(), by=manager)


def facts() -> list[str]:
    names = TrailEntry.objects.order_by("id").values_list("fact", flat=True)
    return [name for name in names if not name.startswith("Calendar")]


def test_before_a_policy_is_published_that_is_what_is_said() -> None:
    with pytest.raises(Refused) as refused:
        current_version()
    assert refused.value.code == "no_policy"


def test_the_shipped_policy_is_published_at_set_up_before_there_are_people() -> None:
    Vendor.objects.create(time_zone="Asia/Tokyo")
    version = publish_shipped(FOUR_HOURS, by=SYSTEM)
    assert current_version() == version
    assert (version.number, version.published_at, version.policy.is_default) == (1, NOON, True)
    document = document_of(version.pk)
    assert document.clause("turnaround").limit_for(1) == FOUR_HOURS
    assert document.clause("turnaround").is_own(1)
    assert document.calendars["office-hours"].hours["timezone"] == "Asia/Tokyo"
    assert facts() == ["PolicyPublished"]


def test_publishing_the_shipped_policy_again_changes_nothing(shipped: PolicyVersion) -> None:
    assert publish_shipped(Allowance.parse("2 h"), by=SYSTEM) == shipped
    assert facts() == ["PolicyPublished"]


def test_a_draft_begins_from_what_stands_and_there_is_one(shipped: PolicyVersion, manager: Person) -> None:
    draft = draft_policy(by=manager)
    assert draft_policy(by=manager) == draft == draft_of()
    assert (draft.number, draft.is_draft, draft.drafted_by) == (2, True, "Runa Holt")
    assert document_of(draft.pk).clauses == document_of(shipped.pk).clauses
    assert current_version() == shipped
    assert facts() == ["PolicyPublished", "PolicyDrafted"]


def test_a_draft_is_checked_and_published_and_what_stands_keeps_its_version(
    shipped: PolicyVersion, draft: PolicyVersion, manager: Person
) -> None:
    longer = with_value(sound(), "clauses.turnaround.limit.2", "2 business days")
    draft = save_draft(draft, document=longer, note="As agreed in May.", by=manager)
    assert check_document(longer) == []
    version = publish_policy(draft, by=manager)
    assert current_version() == version
    assert (version.number, version.published_by, version.note) == (2, "Runa Holt", "As agreed in May.")
    assert str(document_of(version.pk).clause("turnaround").limit_for(2)) == "2 business days"
    assert str(document_of(shipped.pk).clause("turnaround").limit_for(2)) == "1 business day"
    assert draft_of() is None
    assert facts() == ["PolicyPublished", "PolicyDrafted", "DraftSaved", "DraftSaved", "PolicyPublished"]
    said = TrailEntry.objects.filter(fact="PolicyPublished").last()
    assert said is not None
    assert "Turnaround, Priority 2: from 1 business day to 2 business days" in said.said["changes"]


def test_a_draft_with_problems_is_kept_but_not_published(draft: PolicyVersion, manager: Person) -> None:
    wrong = with_clause(sound(), "turnaround", calendar="moon", target={3: "9 business days"})
    draft = save_draft(draft, document=wrong, by=manager)
    with pytest.raises(HasProblems) as refused:
        publish_policy(draft, by=manager)
    assert [problem.field for problem in refused.value.problems] == [
        "clauses.turnaround.target.3",
        "clauses.turnaround.calendar",
    ]
    assert (refused.value.code, refused.value.field) == ("policy_has_problems", "clauses.turnaround.target.3")
    assert draft_of() == draft


def test_a_level_without_a_person_of_the_vendor_keeps_a_draft_from_being_published(
    draft: PolicyVersion, manager: Person, agent: Person
) -> None:
    agent.is_active = False
    agent.save()
    with pytest.raises(HasProblems, match="No person of the vendor"):
        publish_policy(draft, by=manager)
    empty = with_value(sound(), "ladder.3.person", "")
    assert "ladder.3.person" in [problem.field for problem in check_document(empty) if problem.is_error]


def test_only_a_manager_drafts_and_publishes(draft: PolicyVersion, agent: Person, manager: Person) -> None:
    for act in (
        lambda: draft_policy(by=agent),
        lambda: begin_policy(name="Other", by=agent),
        lambda: save_draft(draft, document=sound(), by=agent),
        lambda: discard_draft(draft, by=agent),
        lambda: publish_policy(draft, by=agent),
    ):
        with pytest.raises(Forbidden):
            act()
    assert publish_policy(draft, by=manager).number == 2


def test_a_draft_edited_by_two_people_loses_neithers_work(draft: PolicyVersion, manager: Person) -> None:
    seen_by_both = draft.revision
    mine = with_value(sound(), "reopen_days", 7)
    saved = save_draft(draft, document=mine, revision=seen_by_both, by=manager)
    assert saved.revision == seen_by_both + 1
    for act in (
        lambda: save_draft(saved, document=sound(), revision=seen_by_both, by=manager),
        lambda: publish_policy(draft, revision=seen_by_both, by=manager),
        lambda: discard_draft(draft, revision=seen_by_both, by=manager),
    ):
        with pytest.raises(Refused, match="Somebody changed this draft meanwhile") as refused:
            act()
        assert refused.value.code == "draft_changed"
    assert document_of(draft.pk) == mine


def test_saving_the_same_draft_again_changes_nothing(draft: PolicyVersion, manager: Person) -> None:
    before = facts()
    assert save_draft(draft, document=sound(), by=manager).revision == draft.revision
    assert facts() == before


def test_a_draft_can_be_given_up(draft: PolicyVersion, shipped: PolicyVersion, manager: Person) -> None:
    discard_draft(draft, by=manager)
    assert draft_of() is None
    assert current_version() == shipped
    with pytest.raises(Refused) as refused:
        save_draft(draft, document=sound(), revision=draft.revision, by=manager)
    assert refused.value.code == "draft_gone"
    assert draft_policy(by=manager).number == 2


def test_a_published_version_is_never_edited_by_an_action(shipped: PolicyVersion, manager: Person) -> None:
    for act in (
        lambda: save_draft(shipped, document=sound(), by=manager),
        lambda: publish_policy(shipped, by=manager),
        lambda: discard_draft(shipped, by=manager),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.code == "version_published"


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE policy_policyversion SET document = '{}'",
        "UPDATE policy_policyversion SET published_at = NULL",
        "UPDATE policy_policyversion SET note = 'later'",
        "DELETE FROM policy_policyversion",
    ],
)
def test_a_published_version_is_never_edited_or_removed_by_raw_sql_either(
    shipped: PolicyVersion, sql: str
) -> None:
    with (
        pytest.raises(DatabaseError, match="never edited"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
    assert PolicyVersion.objects.values().get(pk=shipped.pk)["document"] == shipped.document


def test_what_is_read_of_a_publication_that_is_rolled_back_is_never_read_again(
    draft: PolicyVersion, manager: Person
) -> None:
    with transaction.atomic():
        published = publish_policy(draft, by=manager)
        assert document_of(published.pk).reopen_days == 14
        transaction.set_rollback(True)
    draft = save_draft(draft, document=with_value(sound(), "reopen_days", 7), by=manager)
    assert document_of(publish_policy(draft, by=manager).pk).reopen_days == 7


def test_t71_publishing_saves_the_calendars_that_the_file_brings_and_keeps_what_it_says_nothing_of(
    draft: PolicyVersion, manager: Person
) -> None:
    office = current_calendar("office-hours")
    holiday = office.hours | {"holidays": ["2026-12-25"]}
    brought = {
        "office-hours": NamedHours(name="Office hours", hours=holiday, holiday_names={"2026-12-25": "Yule"})
    }
    draft = save_draft(draft, document=msgspec.structs.replace(sound(), calendars=brought), by=manager)
    version = publish_policy(draft, by=manager)
    now = current_calendar("office-hours")
    assert (now.number, now.hours["holidays"], now.holiday_names) == (
        2,
        ["2026-12-25"],
        {"2026-12-25": "Yule"},
    )
    assert current_calendar("round-the-clock").number == 1
    assert sorted(document_of(version.pk).calendars) == [
        "business-days-around-the-clock",
        "office-hours",
        "round-the-clock",
    ]
    assert office.hours["holidays"] == []


def test_a_holiday_added_meanwhile_is_not_undone_by_a_draft_that_says_nothing_of_it(
    draft: PolicyVersion, manager: Person
) -> None:
    hours = current_calendar("office-hours").hours | {"holidays": ["2026-12-25"]}
    save_calendar(key="office-hours", name="Office hours", hours=hours, by=SYSTEM)
    version = publish_policy(draft, by=manager)
    assert current_calendar("office-hours").number == 2
    assert document_of(version.pk).calendars["office-hours"].hours["holidays"] == ["2026-12-25"]
    again = draft_policy(by=manager, at=NOON + timedelta(days=1))
    assert document_of(again.pk).calendars == {}


def test_a_further_policy_begins_as_a_copy_of_the_default_one(
    shipped: PolicyVersion, manager: Person, agent: Person
) -> None:
    draft = begin_policy(name="Gold", by=manager)
    assert (draft.number, document_of(draft.pk).name) == (1, "Gold")
    gold = Policy.objects.get(name="Gold")
    assert current_version(gold) == shipped  # until it is published, the default one holds
    version = publish_policy(
        save_draft(draft, document=msgspec.structs.replace(sound(), name="Gold"), by=manager), by=manager
    )
    assert current_version(gold) == version
    assert current_version() == shipped
    with pytest.raises(Refused) as refused:
        begin_policy(name="Gold", by=manager)
    assert refused.value.code == "policy_exists"


def test_an_exported_policy_is_complete_and_reads_back(
    shipped: PolicyVersion, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("policy_export")
    exported = read_policy(capsys.readouterr().out.encode())
    assert exported == with_present_calendars(document_of(shipped.pk))
    assert "office-hours" in exported.calendars


def test_two_drafts_of_one_policy_cannot_stand(draft: PolicyVersion) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        PolicyVersion.objects.create(
            policy=draft.policy, number=9, document={}, drafted_at=NOON, drafted_by="somebody"
        )


def test_control_characters_never_reach_the_database(draft: PolicyVersion, manager: Person) -> None:
    hostile: Document = msgspec.structs.replace(sound(), name="A\x00B")
    saved = save_draft(draft, document=hostile, note="N\x00", by=manager)
    assert (saved.document["name"], saved.note) == ("AB", "N")
