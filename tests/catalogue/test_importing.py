"""The import: what it shows is what it writes, wrong rows are named exactly, and then nothing is written."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date

import pytest

from holdfast.catalogue.actions.uses import say_use
from holdfast.catalogue.days import days_of
from holdfast.catalogue.importing.carrying_out import carry_out, plan_import
from holdfast.catalogue.importing.files import present, template
from holdfast.catalogue.importing.kinds import Kind
from holdfast.catalogue.models import Component, Service, Use
from holdfast.clients.models import Organisation
from holdfast.kernel.models import TrailEntry
from holdfast.kernel.refusal import Forbidden
from holdfast.kernel.rows import insert
from holdfast.project.demo.world import World
from tests.monitors.watching import of_each_kind
from tests.world import NOON, Clock

Trail = Callable[[], list[str]]

CLIENTS = """client,time_zone,domains,account_manager,external_reference,note
Alder Mills,Europe/Oslo,"aldermills.example; alder.example",ines@pellucid.example,acct-7,"Two
lines"
velda retail,,,corin@pellucid.example,,
Harrow & Finch,Europe/London,harrowfinch.example,,,
Sorrel Foods,,-,,,Closed in July
"""
USES = """client,component,place,since,until,contract
Osprey Lane Clinics,Mail: Inbound,,2026-12-01,,2020-01-01
Osprey Lane Clinics,chat: widget,,,2026-11-30,
Velda Retail,Chat: Routing,europe,2024-03-01,,
Northwick School,Chat: Widget,,2024-02-01,,-
"""


def told(text: str) -> list[tuple[int, str, str]]:
    return [(each.row, each.how.value, each.name) for each in plan_import(text.encode()).changes]


def wrong(text: str) -> list[str]:
    return [str(problem) for problem in plan_import(text.encode()).problems]


def write(text: str, world: World) -> bool:
    plan = plan_import(text.encode())
    return carry_out(text.encode(), digest=plan.digest, by=world.ines).is_written


def test_clients_are_shown_and_then_written_as_shown(world: World, trail: Trail) -> None:
    plan = plan_import(CLIENTS.encode())
    assert told(CLIENTS) == [
        (2, "new", "Alder Mills"),
        (3, "changed", "Velda Retail"),
        (4, "unchanged", "Harrow & Finch"),
        (5, "changed", "Sorrel Foods"),
    ]
    assert [(each.name, each.before, each.after) for each in plan.changes[1].differences] == [
        ("account_manager", "ines@pellucid.example", "corin@pellucid.example")
    ]
    assert plan.counts == {"new": 1, "changed": 2, "ended": 0, "unchanged": 1}
    assert write(CLIENTS, world)
    alder = Organisation.objects.get(name="Alder Mills")
    assert (alder.time_zone, alder.account_manager, alder.note) == ("Europe/Oslo", world.ines, "Two\nlines")
    assert alder.domains == ["aldermills.example", "alder.example"] and alder.external_reference == "acct-7"
    assert "acct-7" in "".join(present(Kind.CLIENTS))
    sorrel = Organisation.objects.get(name="Sorrel Foods")
    assert (sorrel.domains, sorrel.note) == ([], "Closed in July")
    assert trail()[-4:] == [
        "OrganisationEntered",
        "AccountManagerNamed",
        "AccountManagerNamed",
        "OrganisationChanged",
    ]
    assert plan_import(CLIENTS.encode()).is_empty
    given_up = "client,external_reference\nAlder Mills,-\nVelda Retail,acct-7\n"
    assert wrong(given_up) == ["row 3: acct-7 is what another client is called."], "in another file, then"
    assert write("client,external_reference\nAlder Mills,-\n", world)
    assert Organisation.objects.get(name="Alder Mills").external_reference == ""


def test_components_bring_their_new_services_and_stand_last(world: World, trail: Trail) -> None:
    text = """service,component,product,description,places,public
Forms,Editor,Review,Draws forms,"Europe|Americas",
forms,Answers,,,,no
Chat,Routing,Chat,,"Europe,Americas,Asia Pacific,Africa",
Chat,Typing,,,,
Chat,Widget,,,,yes
"""
    assert [each[:2] for each in told(text)] == [
        (2, "new"), (3, "new"), (4, "changed"), (5, "new"), (6, "unchanged"),
    ]  # fmt: skip
    assert not Service.objects.filter(name="Forms").exists()
    assert write(text, world)
    forms = Service.objects.get(name="Forms")
    assert (forms.product, forms.position) == (world.review, 6)
    assert list(forms.components.order_by("position").values_list("name", "places", "is_public")) == [
        ("Editor", ["Europe", "Americas"], True),
        ("Answers", [], False),
    ]
    assert Component.objects.get(name="Typing").position == 3
    assert Component.objects.get(name="Routing").places[-1] == "Africa"
    assert trail().count("ServiceEntered") == 1
    assert plan_import(text.encode()).is_empty


def test_uses_begin_change_and_end(world: World, trail: Trail) -> None:
    assert told(USES) == [
        (2, "new", "Osprey Lane Clinics, Mail: Inbound"),
        (3, "ended", "Osprey Lane Clinics, Chat: Widget"),
        (4, "unchanged", "Velda Retail, Chat: Routing in Europe"),
        (5, "changed", "Northwick School, Chat: Widget"),
    ]
    assert write(USES, world)
    osprey = {str(use.component): use for use in world.osprey.uses.select_related("component__service")}
    inbound = osprey["Mail: Inbound"]
    assert (days_of(inbound), inbound.agreement) == (
        (date(2026, 12, 1), None),
        world.osprey.contracts.get(),
    )
    assert days_of(osprey["Chat: Widget"]) == (date(2024, 3, 1), date(2026, 11, 30))
    north = Use.objects.get(organisation=world.north, component=world.components["Chat: Widget"])
    assert (days_of(north)[0], north.agreement) == (date(2024, 2, 1), None)
    assert trail()[-3:] == ["UseSaid", "UseEnded", "UseChanged"]
    assert plan_import(USES.encode()).is_empty


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        (
            "client,component,place,since,until,contract\n"
            "Osprey Lane Clinics,Chat: EU,,,,\n"
            "Nobody Ltd,Chat: Widget,,,,\n"
            "Velda Retail,Chat: Widget,Europe,,,\n"
            "Velda Retail,Chat: Routing,Mars,,,\n"
            "Velda Retail,Chat: Routing,,,,\n"
            "Velda Retail,Mail: Inbound,,01/03/2026,,\n"
            "Sorrel Foods,Chat: Widget,,2026-03-02,2026-03-01,\n"
            "Sorrel Foods,Chat: History,,2026-03-02,,2019-01-01\n"
            "Sorrel Foods,Voice: Calls,Europe,,,\n"
            "Sorrel Foods,Voice: Calls,Europe,,,\n"
            "Sorrel Foods,Voice: Calls,,,,\n",
            [
                "row 2: There is no component “Chat: EU”.",
                "row 3: There is no client “Nobody Ltd”.",
                "row 4: Chat: Widget has no place Europe. Its places: none.",
                "row 5: Chat: Routing has no place Mars. Its places: Europe, Americas, Asia Pacific.",
                "row 6: Velda Retail uses Chat: Routing in Europe since 2024-03-01.",
                "row 7: “01/03/2026” is no day; write it like 2026-03-01.",
                "row 8: It would end before it began.",
                "row 9: Sorrel Foods has no contract from 2019-01-01.",
                "row 11: It is the same use as in row 10.",
                "row 12: Sorrel Foods uses Voice: Calls in Europe since 2026-11-24.",
            ],
        ),
        (
            "client,time_zone,domains,account_manager\n"
            "Alder,Mars/Base,,\nAlder Two,,x y,\nAlder Three,,velda.example,\nAlder Four,,,tobin@pellucid.example\n"
            "Alder Five,,,nobody@x.example\nALDER,,,\n,UTC,,\n",
            [
                "row 2: There is no such time zone; one is Europe/Berlin.",
                "row 3: “x y” is no mail domain.",
                "row 4: velda.example is a domain of another client.",
                "row 5: Tobin Adeyar is no account manager.",
                "row 6: Nobody of yours has the address nobody@x.example.",
                "row 7: ALDER stands in row 2 already.",
                "row 8: A client has a name of at most 160 characters.",
            ],
        ),
        (
            "client,external_reference\nVelda Retail,v-1\nAlder,v-1\nAlder Two,v-2\nSorrel Foods,v-2\n"
            f"Alder Three,{'v' * 121}\n",
            [
                "row 3: v-1 is what another client is called.",
                "row 5: v-2 is what another client is called.",
                "row 6: An external reference has at most 120 characters.",
            ],
        ),
        (
            "service,component,product,places,public\n"
            "Chat,Routing,,Europe,\nChat,Widget,Mail,,\nNew,X,Nothing,,\nChat,History,,,maybe\nA: B,C,,,\n"
            "Chat,Fresh,,,\nchat,FRESH,,,\n",
            [
                "row 2: Clients use it in Americas.",
                "row 3: The service Chat is of the product Chat.",
                "row 4: There is no product “Nothing”.",
                "row 5: “maybe” is neither yes nor no.",
                "row 6: The name of a service has no colon; it stands before the component’s name.",
                "row 8: chat: FRESH stands in row 7 already.",
            ],
        ),
    ],
    ids=["uses", "clients", "references", "components"],
)
def test_wrong_rows_are_named_exactly_and_nothing_is_written(
    world: World, text: str, problems: list[str]
) -> None:
    assert wrong(text) == problems
    before = TrailEntry.objects.count()
    outcome = carry_out(text.encode(), digest=plan_import(text.encode()).digest, by=world.ines)
    assert (outcome.is_written, len(outcome.plan.problems)) == (False, len(problems))
    assert TrailEntry.objects.count() == before


def test_what_changed_since_the_preview_is_shown_again_instead_of_written(world: World, trail: Trail) -> None:
    seen = plan_import(USES.encode())
    say_use(world.osprey, world.components["Mail: Inbound"], by=world.ines)
    before = trail()
    outcome = carry_out(USES.encode(), digest=seen.digest, by=world.ines)
    assert (outcome.is_written, outcome.plan.changes[0].how.value, trail()) == (False, "changed", before)
    assert carry_out(USES.encode(), digest=outcome.plan.digest, by=world.ines).is_written


def test_the_same_file_confirmed_twice_is_written_once(world: World, trail: Trail) -> None:
    digest = plan_import(USES.encode()).digest
    assert carry_out(USES.encode(), digest=digest, by=world.ines).is_written
    before = trail()
    assert not carry_out(USES.encode(), digest=digest, by=world.ines).is_written
    assert trail() == before


def test_only_whoever_may_change_clients_writes_a_file(world: World) -> None:
    with pytest.raises(Forbidden):
        carry_out(USES.encode(), digest=plan_import(USES.encode()).digest, by=world.tobin)


@pytest.mark.parametrize("kind", Kind)
def test_what_stands_now_comes_back_without_a_change(world: World, kind: Kind) -> None:
    Organisation.objects.filter(pk=world.velda.pk).update(note="=1+1", name="-Velda")
    of_each_kind(world.components["Chat: Routing"], world.kaveh)
    plan = plan_import("".join(present(kind)).encode())
    assert (plan.kind, plan.problems, plan.is_empty) == (kind, (), True)
    assert len(plan.changes) >= 5


@pytest.mark.parametrize("kind", Kind)
def test_each_template_is_a_file_that_can_be_read(world: World, kind: Kind) -> None:
    plan = plan_import("".join(template(kind)).encode())
    assert (plan.kind, plan.problems, len(plan.changes)) == (kind, (), 1)


@pytest.mark.parametrize("clients", [500, pytest.param(5_000, marks=pytest.mark.long)])
def test_ten_rows_for_each_of_many_clients_are_planned_and_written_in_bounded_time(
    world: World, the_clock: Clock, clients: int
) -> None:
    insert([Organisation(name=f"Client {number:05}") for number in range(clients)])
    names = sorted(name for name, each in world.components.items() if not each.places)[:10]
    rows = [f"Client {number:05},{name},,," for number in range(clients) for name in names]
    content = "\n".join(["client,component,place,since,until", *rows]).encode()
    begun = time.process_time()
    plan = plan_import(content)
    assert carry_out(content, digest=plan.digest, by=world.ines).is_written
    assert time.process_time() - begun < clients * 0.012
    assert plan.counts["new"] == len(rows) == clients * 10
    assert Use.objects.filter(since_at__lte=NOON, component=world.components[names[0]]).count() >= clients
