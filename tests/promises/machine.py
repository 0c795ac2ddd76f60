"""What the machines that drive tickets at random have in common: a world, a clock, and nothing left behind."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from holdfast.project.demo.world import World
from tests.world import Clock


class InAWorld(RuleBasedStateMachine):
    """A machine whose every run begins in the same world and is rolled back."""

    world: World

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.clock = Clock()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)


def run_machine(machine: type[InAWorld], world: World, **options: Any) -> None:
    """Drive it, so many examples of so many steps."""
    run_state_machine_as_test(
        type("InThisWorld", (machine,), {"world": world}),
        settings=settings(deadline=None, suppress_health_check=list(HealthCheck), **options),
    )
