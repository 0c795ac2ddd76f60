"""Everything that a worker runs, on one page."""

from holdfast.escalation import loop as escalation
from holdfast.notices.actions import sending
from holdfast.procedure import loop as procedure
from holdfast.project.loop import Door, Loop
from holdfast.promises import loop as promises

LOOPS: tuple[Loop, ...] = (
    Loop("promises", promises.run_once),
    Loop("notices", sending.run_once),
    Loop("procedure", procedure.run_once),
    Loop("escalation", escalation.run_once),
)
DOORS: tuple[Door, ...] = ()
