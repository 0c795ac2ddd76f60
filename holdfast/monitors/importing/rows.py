"""Rows of monitors: which are new, and what of those that stand would change; found by component and name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, Final

from holdfast.catalogue import rules as catalogue_rules
from holdfast.catalogue.importing.finding import all_components, component_named, folded, truth_of
from holdfast.catalogue.importing.kinds import COLUMNS, EMPTIES, Kind
from holdfast.catalogue.importing.parts import Part
from holdfast.catalogue.importing.plan import Change, How, differences
from holdfast.catalogue.importing.reading import Row, Table
from holdfast.kernel import clock
from holdfast.kernel.refusal import Refused
from holdfast.monitors import rules
from holdfast.monitors.actions.keeping import LOOP, naming
from holdfast.monitors.facts import MonitorChanged, MonitorEntered
from holdfast.monitors.importing.checks import cells_of, check_said, kind_said, number
from holdfast.monitors.models import Kind as MonitorKind
from holdfast.monitors.models import Monitor
from holdfast.monitors.wanted import BEGUN_ANEW, Wanted, make_so, new_monitor
from holdfast.people.acts import Act
from holdfast.people.models import Team

_TIMES: Final = {"every": 60, "within": 10, "tries": 3}
_TIMES_OF_HEARTBEAT: Final = {"every": 3600, "within": 300, "tries": 3}


class Monitors:
    """Reads the rows one after the other; a heartbeat's address is made at the desk, for it is shown to a person once."""

    def __init__(self, table: Table, *, lock: bool) -> None:
        found = Monitor.objects.current().select_related("team").order_by("pk")
        self.known: dict[tuple[int, str], list[Monitor]] = defaultdict(list)
        self.components = all_components(lock=lock)
        for each in found.select_for_update(of=("self",)) if lock else found:
            self.known[each.component_id, folded(each.name)].append(each)
        self.teams = {folded(each.name): each for each in Team.objects.all()}
        self.seen: dict[tuple[int, str], int] = {}
        self.at = clock.now()

    def change(self, row: Row) -> Change:
        """What the row does; refused where it cannot stand."""
        component, name = (
            component_named(row["component"], self.components),
            rules.require_name(row["monitor"]),
        )
        key = component.pk, folded(name)
        if key in self.seen:
            raise Refused(f"{name} of {component} stands in row {self.seen[key]} already.", code="twice")
        self.seen[key] = row.number
        standing = self.known[key]
        if len(standing) > 1:
            raise Refused(f"{component} has {len(standing)} monitors named {name}.", code="ambiguous")
        present = standing[0] if standing else None
        kind = kind_said(row["kind"]) or (MonitorKind(present.kind) if present else None)
        if kind is None:
            raise Refused("A new monitor needs its kind.", code="incomplete")
        if present is not None and kind != present.kind:
            raise Refused(f"It is of the kind {present.kind}, which stays.", code="other_kind")
        before = _values(present) if present else {}
        wanted = self._wanted(row, kind, present.name if present else name, component, present)
        called = f"{component}, {name}"
        if present is None:
            made = new_monitor(component, wanted, at=self.at)
            said = differences(*((column, None, value) for column, value in _values(made).items() if value))
            return Change(row.number, How.NEW, called, said, made, facts=(MonitorEntered,))
        present.component = component
        fields = make_so(present, wanted, at=self.at)
        said = differences(*((each, before[each], value) for each, value in _values(present).items()))
        if not fields:
            return Change(row.number, How.UNCHANGED, called, (), present)
        fields = (*fields, *BEGUN_ANEW)
        return Change(row.number, How.CHANGED, called, said, present, fields, (MonitorChanged,))

    def _wanted(
        self, row: Row, kind: MonitorKind, name: str, component: Any, present: Monitor | None
    ) -> Wanted:
        shipped = _TIMES_OF_HEARTBEAT if kind == MonitorKind.HEARTBEAT else _TIMES
        times = {each: getattr(present, each) if present else value for each, value in shipped.items()}
        if kind == MonitorKind.HEARTBEAT and row["tries"]:
            raise Refused("A monitor of the kind heartbeat has no tries.", code="not_of_kind")
        times |= {each: number(row[each]) for each in times if row[each]}
        place = present.place if present else ""
        if said := row["place"]:
            place = "" if said == EMPTIES else catalogue_rules.place_in(component, said)
        pages, team = (present.pages, present.team) if present else (True, None)
        if said := row["pages"]:
            pages, team = self._paged(said)
        check = check_said(kind, row, present.asked if present else None)
        return Wanted(check=check, name=name, place=place, pages=pages, team=team, **times)

    def _paged(self, said: str) -> tuple[bool, Team | None]:
        answer = truth_of(said)
        if answer is not None:
            return answer, None
        team = self.teams.get(folded(said))
        if team is None:
            raise Refused(f"“{said[:40]}” is neither yes, nor no, nor a team.", code="no_team")
        return True, team


def facts_of(change: Change) -> list[Any]:
    """What is told of a monitor once its row is written."""
    monitor = change.thing
    if change.how == How.NEW:
        return [MonitorEntered(**naming(monitor), kind=monitor.kind)]
    changed = tuple(each.name for each in change.differences)
    return [MonitorChanged(**naming(monitor), changed=changed)]


def present() -> Iterator[Iterable[Any]]:
    """What stands now, in the order of the columns."""
    found = Monitor.objects.current().select_related("team")
    for each in found.order_by("component__service__position", "component__position", "name", "pk"):
        values = {"component": each.component, "monitor": each.name, "kind": each.kind, **_values(each)}
        yield [values.get(column.name, "") for column in COLUMNS[Kind.MONITORS]]


def _values(monitor: Monitor) -> dict[str, Any]:
    """By column, what may change."""
    kind = MonitorKind(monitor.kind)
    times = {"every": monitor.every, "within": monitor.within}
    tries = {} if monitor.is_heartbeat else {"tries": monitor.tries}
    pages = monitor.team.name if monitor.team else monitor.pages
    return {"place": monitor.place, **cells_of(kind, monitor.asked), **times, **tries, "pages": pages}


PART: Final = Part(Monitors, facts_of, present, act=Act.CHANGE_MONITORS, loop=LOOP)
