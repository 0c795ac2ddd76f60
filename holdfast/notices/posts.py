"""One row of the ledger as a post: what leaves by text, call, webhook, Slack or Teams."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext

from holdfast.carriers.outcome import Outcome
from holdfast.carriers.post import Post
from holdfast.carriers.wires import VOICE, WEBHOOK, Switchboard
from holdfast.kernel import clock
from holdfast.notices.channels import AT_MOST_ONCE, OF_ONE_PERSON
from holdfast.notices.endpoints import endpoint_at, secrets_of
from holdfast.notices.kinds import ANSWERED_BY_KEY
from holdfast.notices.languages import in_language
from holdfast.notices.mail import Row, Sender
from holdfast.notices.models import Delivery, Notice
from holdfast.notices.rendering import BareWords, render_bare
from holdfast.vendor.models import Vendor

SHORT: Final = 300
"""Characters of a text message or a call, without the link."""
_LINK_ALONE: Final = re.compile(r"^\s*https?://\S+\s*$", re.MULTILINE)
_BLANKS: Final = re.compile(r"\n{3,}")


class CannotLeave(Exception):
    """The post must not be tried at all; the text says why, and the contact's next channel is used."""


@dataclass(frozen=True)
class Leaving:
    channel: str
    post: Post

    def leave_by(self, board: Switchboard) -> Outcome:
        return board.send(self.channel, self.post)


def write_post(notice: Notice, delivery: Delivery, sender: Sender, *, folded: Sequence[Row] = ()) -> Leaving:
    """The finished post; raises `CannotLeave` where its endpoint is disabled."""
    pressed_at, key_words = _key(notice, delivery)
    signed = replace(
        unsigned_post(notice, delivery, sender.vendor, folded=folded),
        secrets=_secrets(delivery),
        heard_at=_heard_at(delivery),
        pressed_at=pressed_at,
        key_words=key_words,
    )
    return Leaving(delivery.channel, signed)


def unsigned_post(notice: Notice, delivery: Delivery, vendor: Vendor, *, folded: Sequence[Row] = ()) -> Post:
    """Its words in all forms, without what only the wire needs: enough to show it."""
    bare = render_bare(
        notice,
        delivery,
        vendor,
        folded=folded,
        hides_links=delivery.channel not in OF_ONE_PERSON,
    )
    text = _BLANKS.sub("\n\n", _LINK_ALONE.sub("", bare.text)).strip()
    link = _link(bare.said, to_client=delivery.to_client)
    return Post(
        key=delivery.token,
        to=delivery.address,
        subject=bare.subject,
        text=text,
        short=_short(bare, text),
        link=link,
        language=delivery.language,
        data=_data(notice, delivery, bare, text, link),
    )


def _secrets(delivery: Delivery) -> tuple[str, ...]:
    if delivery.channel != WEBHOOK:
        return ()
    endpoint = endpoint_at(delivery.address)
    if endpoint.disabled_at is not None:
        raise CannotLeave(f"This webhook is disabled: {endpoint.disabled_because}")
    return secrets_of(endpoint, at=clock.now())


def _short(bare: BareWords, text: str) -> str:
    """The kind's own short words, else the subject and the first of the words, ending with a whole one."""
    if bare.short:
        return _cut(bare.short)
    flat = " ".join(text.split())
    return _cut(
        flat if flat.startswith(bare.subject) else f"{bare.subject}: {flat}" if flat else bare.subject
    )


def _cut(words: str) -> str:
    if len(words) <= SHORT:
        return words
    head = words[: SHORT - 1]
    whole = head.rpartition(" ")[0]
    return f"{whole if len(whole) > SHORT // 2 else head}…"


def _link(said: Mapping[str, Any], *, to_client: bool) -> str:
    """Where to read on: a link of the reader's own, else the page for their side."""
    links = {key: str(value) for key, value in said.items() if key.endswith(("_link", "_url")) and value}
    own = [value for key, value in links.items() if key.endswith("_link")]
    pages = [
        value for key, value in links.items() if key.endswith("_url") and (key == "desk_url") != to_client
    ]
    return (own or pages or [""])[0]


def _data(notice: Notice, delivery: Delivery, bare: BareWords, text: str, link: str) -> dict[str, Any]:
    """What programs read: the same words, and nothing besides (T45)."""
    data = {
        "id": delivery.token,
        "about": delivery.about,
        "subject": bare.subject,
        "text": text,
        "url": link,
        "language": delivery.language,
    }
    return {"type": f"notice.{notice.kind}", "timestamp": delivery.written_at.isoformat(), "data": data}


def _heard_at(delivery: Delivery) -> str:
    """The page that is told what became of a text or call; none where nobody outside could reach one."""
    if delivery.channel not in AT_MOST_ONCE or not settings.ENV.url:
        return ""
    return heard_at(delivery.token)


def _key(notice: Notice, delivery: Delivery) -> tuple[str, str]:
    """Of a call that takes a key for an answer: where it is told, and what pressing one says."""
    if delivery.channel != VOICE or notice.kind not in ANSWERED_BY_KEY or not settings.ENV.url:
        return "", ""
    words = in_language(
        delivery.language, lambda: gettext("If you have it in hand, press any key on your telephone.")
    )
    return pressed_at(delivery.token), words


def pressed_at(token: str) -> str:
    """The page that is told of a key in a call, as we gave it to the provider."""
    return f"{settings.SITE_URL}{reverse('carrier-twilio-key', args=[token])}"


def heard_at(token: str) -> str:
    """The page's address as we gave it to the provider, who signs it with what it tells."""
    return f"{settings.SITE_URL}{reverse('carrier-twilio', args=[token])}"
