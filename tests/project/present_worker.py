"""A worker that is present, takes mail, a notice, a promise and a mailbox in hand, says its name, and stands still."""

from __future__ import annotations

import asyncio

from holdfast.channels.mail import imap_door, intake
from holdfast.channels.models import Mailbox
from holdfast.kernel import holder
from holdfast.notices.actions import claiming
from holdfast.project.listening import listen_for_hints
from holdfast.project.presence import present
from holdfast.promises.actions import sweeping


def claim_everything() -> str:
    """One of each, by the claims that the loops themselves make; the name under which."""
    name = holder.name()
    assert intake._claim(f"{name}:one", is_fresh=True)
    assert claiming.claim(name)[1]
    assert sweeping.claim(name)
    assert imap_door.Fetcher(Mailbox.objects.get().pk)._claimed()
    return name


async def stand_still_with_everything() -> None:
    arrived = asyncio.Event()
    listening = asyncio.create_task(listen_for_hints(lambda _: None, arrived.set, present))
    await arrived.wait()
    print(await asyncio.to_thread(claim_everything), flush=True)
    await listening
