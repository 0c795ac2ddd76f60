"""What each kind of reader gets, from what is written by now: mail, text message, webhook."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.urls import reverse

from holdfast.carriers.wires import SMS, WEBHOOK
from holdfast.incidents.models import DOWN, Affected, Bulletin, BulletinKind, Interruption, State
from holdfast.incidents.previewing import Previewed, preview
from holdfast.kernel import clock
from holdfast.notices.channels import MAIL
from holdfast.notices.posts import unsigned_post
from holdfast.notices.rendering import Words, render
from holdfast.vendor.models import the_vendor
from holdfast.web.interruptions.words.writing import Said, Writing

CHOICES = 200
"""So many clients can be chosen from."""


FORMS: Final = {
    "mail": ("Mail", MAIL),
    "plain": ("Mail as plain text", MAIL),
    "text": ("Text message", SMS),
    "webhook": ("Webhook", WEBHOOK),
}
"""By the name in the address: what the form is called, and its channel."""


@dataclass(frozen=True)
class Preview:
    missing: list[str]
    whom: str
    """Of how many affected clients the word goes to how many; empty where it goes to all."""
    choices: list[tuple[int, str]]
    """The clients that get it, whose readers it can be shown for."""
    chosen: int
    form: str
    follows_ticks: bool
    """Whether what is ticked in the form says who gets it."""
    subject: str = ""
    reader: str = ""
    """`Orla Byrne, en, Europe/Dublin`; empty where nobody can be told."""
    is_reached_so: bool = True
    """Whether anybody of this client is reached in this form first."""
    mail_url: str = ""
    text: str = ""

    @property
    def forms(self) -> list[tuple[str, str]]:
        return [(name, label) for name, (label, _) in FORMS.items()]


def preview_of(
    found: Interruption, writing: Writing, said: Said, told: Sequence[Affected], *, to: str, form: str
) -> Preview:
    """For the client that was chosen of those that are told, else the first; by the templates that send the words."""
    clients = sorted(told, key=lambda each: each.organisation.name)[:CHOICES]
    missing, form = writing.missing_of(said), form if form in FORMS else "mail"
    whom = _whom(len(told), found.affected.count())
    follows_ticks = writing.kind == BulletinKind.RESTORED
    if not clients:
        return Preview(missing, whom, [], 0, form, follows_ticks)
    chosen = next((each for each in clients if str(each.pk) == to), clients[0])
    shown = _previewed(found, writing, said, chosen, FORMS[form][1])
    return Preview(
        missing,
        whom,
        [(each.pk, each.organisation.name) for each in clients],
        chosen.pk,
        form,
        follows_ticks,
        shown.row.subject,
        _reader(shown),
        shown.is_reached_so,
        f"{reverse('desk:interruption-mail', args=[found.pk, writing.kind])}?to={chosen.pk}"
        if form == "mail"
        else "",
        _text(shown, form),
    )


def _whom(told: int, affected: int) -> str:
    if not affected:
        return "No client uses what is hit, so nobody would read it."
    if not told:
        return "Nobody gets this word now."
    gets = "gets" if told == 1 else "get"
    return (
        ""
        if told == affected
        else f"{told} of {affected} affected clients {gets} this word; no other is listed."
    )


def _text(shown: Previewed, form: str) -> str:
    vendor = the_vendor()
    if form == "plain":
        return render(shown.notice, shown.row, vendor).text
    if form == "mail":
        return ""
    post = unsigned_post(shown.notice, shown.row, vendor)
    return post.short if form == "text" else json.dumps(dict(post.data), ensure_ascii=False, indent=2)


def mail_of(found: Interruption, writing: Writing, said: Said, chosen: Affected) -> Words:
    """The whole mail to one client's first reader."""
    mail = _previewed(found, writing, said, chosen, MAIL)
    return render(mail.notice, mail.row, the_vendor())


def _previewed(
    found: Interruption, writing: Writing, said: Said, chosen: Affected, channel: str
) -> Previewed:
    state = said.get("state") or writing.comes_to or found.state
    if state not in State.values:
        state = found.state
    if state in DOWN and chosen.restored_at is not None:
        state = State.RESTORED  # for this client, while others wait
    now = clock.now()
    bulletin = Bulletin(
        interruption=found,
        kind=writing.kind,
        state=state,
        said={name: text or "…" for name, text in writing.parts_of(said).items()},
        next_at=writing.next_of(said, now=now),
        at=now,
    )
    return preview(bulletin, found, chosen.organisation, channel)


def _reader(shown: Previewed) -> str:
    if shown.reader is None:
        return ""
    person = shown.reader.person
    return f"{person}, {shown.row.language}, {shown.row.time_zone}"
