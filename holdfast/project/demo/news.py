"""The news of the demo world: an upgrade that was sent, and a newsletter that somebody still writes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Final

from holdfast.news.actions.mailing import send_mailing, write_mailing
from holdfast.news.models import MailingKind
from holdfast.project.demo.world import World

Step = Callable[[], object]
_UPGRADE: Final = """Reviews can be compared side by side from today on: two or three of them, with what differs marked.

You find it in Review, Calibration, *Compare*. Nothing that you have set up changes, and nobody has to do anything."""
_LETTER: Final = """What is new this month:

- Reviews side by side, in Calibration.
- Files of reports may be fetched by a program now.

What comes next: boards on a phone."""


def news_story(world: World, *, until: datetime) -> Iterator[tuple[datetime, Step]]:
    """When what is written and sent; what is sent is taken in a minute later."""
    delphine, ines = world.persons["delphine"], world.persons["ines"]

    def send() -> None:
        upgrade = write_mailing(
            kind=MailingKind.UPGRADES,
            subject="Reviews side by side",
            text=_UPGRADE,
            product=world.products["review"],
            by=delphine,
        )
        send_mailing(upgrade, by=delphine)

    yield until - timedelta(days=8), send
    yield until - timedelta(days=8) + timedelta(minutes=1), lambda: None
    yield (
        until - timedelta(hours=20),
        lambda: write_mailing(
            kind=MailingKind.NEWSLETTER, subject="News of this month", text=_LETTER, by=ines
        ),
    )
