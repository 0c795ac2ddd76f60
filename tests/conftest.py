"""What every test finds: a PostgreSQL of the session's own, the options, the browser."""

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django
import hypothesis
import pytest
import pytest_django
from django.conf import settings
from django.db.models.signals import post_migrate

from tests import session_postgres
from tests.kept_statements import keep_statements
from tests.quick_flush import flush_what_was_written
from tests.shared_reading import read_share
from tests.sweeping_out import sweep_now_and_then

if TYPE_CHECKING:
    from holdfast.project.demo.world import World
    from tests.kept_world import KeptWorld
    from tests.world import Clock

_stop: list[Callable[[], None]] = []

CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser")
"""The shell first: the same engine without the window around the page, which takes a fifth of the time."""

CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--long", action="store_true", help="run only the tests marked `long`: soak, seeds and fuzz"
    )


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Start the server before Django reads its settings; xdist's workers share the controller's."""
    if config.option.help or config.option.version:
        return
    os.environ.setdefault(
        "DJANGO_ALLOW_ASYNC_UNSAFE", "true"
    )  # the browser's driver runs a loop in this thread
    hypothesis.settings.register_profile("normal", derandomize=True, deadline=None)
    if not config.getoption("--long"):
        hypothesis.settings.load_profile("normal")
    if worker := os.environ.get("PYTEST_XDIST_WORKER"):
        published = Path(os.environ["HOLDFAST_HOME"], "static")
        os.environ["HOLDFAST_HOME"] += (
            f"/{worker}"  # like the database: what a test leaves or takes is its own
        )
    else:
        session = session_postgres.start()
        _stop.append(session.stop)
        session_postgres.point_environment_at(session.address, session.home)
        _stop.append(session_postgres.Migrating(session.address).stop)
        published = session.home / "static"
    os.environ["DJANGO_SETTINGS_MODULE"] = "holdfast.project.settings"
    django.setup()
    assert str(settings.HOME) == os.environ["HOLDFAST_HOME"], (
        "the settings were read before they were settled"
    )
    settings.PASSWORD_HASHERS = ["tests.quick_hash.QuickArgon2", *settings.PASSWORD_HASHERS[1:]]
    keep_statements()
    flush_what_was_written()
    from tests.looked_once import look_once

    look_once(published)
    post_migrate.connect(_be_a_test_installation, dispatch_uid="tests")


def _be_a_test_installation(sender: Any, **_: Any) -> None:
    """Put the installation's row back: a test that commits ends with a flush, which empties every table."""
    if sender.label == "kernel":
        from django.utils import timezone

        from holdfast.kernel.models import Installation

        Installation.objects.get_or_create(
            only=True, defaults={"created_at": timezone.now(), "is_test": True}
        )


def pytest_unconfigure() -> None:
    while _stop:
        _stop.pop()()


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> None:
    read_share(session.config)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> Iterator[None]:
    """Mark whatever touches the database `sql`; leave the long ones out, or everything else; browsers come last.

    The browser's driver leaves a running event loop in the thread, which nothing after it should meet.
    """
    wanted = []
    unwanted = []
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        if item.get_closest_marker("django_db") or {"db", "transactional_db", "live_server"}.intersection(
            fixtures
        ):
            item.add_marker(pytest.mark.sql)
        is_long = item.get_closest_marker("long") is not None
        (wanted if is_long == config.getoption("--long") else unwanted).append(item)
    items[:] = wanted
    config.hook.pytest_deselected(items=unwanted)
    yield
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> tuple[bool, bool]:
    """Browsers after all else, and of them the journeys first, which wait the most."""
    has_browser = in_browser(item.nodeid)
    return has_browser, has_browser and item.path.parent.name != "journeys"


def in_browser(nodeid: str) -> bool:
    """Every test that takes a browser bears its name."""
    return "[chromium" in nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """One process has all that needs a browser, from the beginning, and nothing else: it waits while others reckon."""
    from xdist.scheduler import LoadScopeScheduling

    class BrowserBeside(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return "browser" if in_browser(nodeid) else nodeid

        def _reschedule(self, node: Any) -> None:
            if "browser" in self.assigned_work[node]:
                node.shutdown()  # when it has done what it has
            else:
                super()._reschedule(node)

    return BrowserBeside(config, log)


def pytest_runtest_logfinish() -> None:
    sweep_now_and_then()


def pytest_collection_finish() -> None:
    """What is there by now stays to the end, so it is not looked through again and again; nor is the rest often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    gc.enable()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """This process's database is a copy of the session's template."""
    settings.DATABASES["default"]["TEST"]["TEMPLATE"] = session_postgres.wait_for_template(
        os.environ["DATABASE_URL"]
    )


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Chromium from the machine's own packages, for pytest-playwright's `page`."""
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if found is None:
        pytest.fail(
            "The browser tests need Chromium: install the package chromium-headless-shell, or chromium."
        )
    from tests.near import way_there

    return {"executable_path": found, "headless": True, "args": [*CHROMIUM_FLAGS, way_there()]}


@pytest.fixture
def the_clock(db: None) -> "Clock":
    """The clock of the test installation; it stands at NOON, and moves when told."""
    from tests.world import Clock

    return Clock()


@pytest.fixture(scope="session")
def kept_world(django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker) -> "KeptWorld":
    """The world of this process."""
    from tests.kept_world import KeptWorld

    with django_db_blocker.unblock():
        return KeptWorld()


@pytest.fixture
def world(kept_world: "KeptWorld", the_clock: "Clock") -> "World":
    """Everybody, the policy in force, no ticket yet."""
    return kept_world.put_back()


@pytest.fixture
def trail(db: None) -> Callable[[], list[str]]:
    """The names of all facts recorded so far, in order."""
    from holdfast.kernel.models import TrailEntry

    return lambda: list(TrailEntry.objects.order_by("pk").values_list("fact", flat=True))
