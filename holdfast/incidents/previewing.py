"""A word before it is sent, as one reader of one client would get it, by the templates that send it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from holdfast.clients.models import Organisation, Wanted
from holdfast.incidents.models import Affected, Bulletin, Interruption
from holdfast.incidents.notices import letter_of, what_is_less
from holdfast.incidents.public import where_to_follow_interruption
from holdfast.incidents.readers import Readers, readers_of
from holdfast.notices.letters import Letter, Reader, as_kept
from holdfast.notices.models import Delivery, Notice


@dataclass(frozen=True)
class Previewed:
    """The notice and its row as they would be; neither is kept."""

    notice: Notice
    row: Delivery
    reader: Reader | None
    """None where nobody of the client can be told at all."""
    is_reached_so: bool
    """Whether anybody of the client is reached by this channel first."""


def preview(bulletin: Bulletin, interruption: Interruption, client: Organisation, channel: str) -> Previewed:
    """To the first of the client's readers whose first channel it is, else to the first of them."""
    its = readers_of([client.pk], Wanted.INTERRUPTION)[client.pk]
    first = next((each for each in its.readers if each.places[0][0] == channel), None)
    reader = first or (its.readers[0] if its.readers else None)
    letter = letter_of(
        bulletin,
        interruption,
        Affected(organisation=client),
        Readers(its.version, []),
        less=what_is_less(bulletin, interruption, [client.pk], at=bulletin.at)[client.pk],
        follow_url=where_to_follow_interruption(interruption),
    )
    return Previewed(_notice(letter), _row(letter, reader, channel, bulletin.at), reader, first is not None)


def _notice(letter: Letter) -> Notice:
    return Notice(
        kind=letter.kind,
        lane=letter.lane,
        is_automatic=letter.is_automatic,
        subject=letter.subject,
        said=as_kept(letter.said),
    )


def _row(letter: Letter, reader: Reader | None, channel: str, at: datetime) -> Delivery:
    row = Delivery(
        about=letter.about,
        subject=letter.subject,
        channel=channel,
        mail_id="<preview@holdfast>",
        written_at=at,
        to_client=True,
    )
    if reader is not None:
        places = dict(reader.places)
        row.address = places.get(channel) or reader.person.email
        row.name, row.is_substitute = reader.person.name, reader.is_substitute
        row.language, row.time_zone = reader.person.language, reader.person.time_zone
    return row
