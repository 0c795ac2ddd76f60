"""What each kind of reader gets, from what is written by now: mail, text message, webhook."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final

from django.urls import reverse

from holdfast.carriers.wires import SMS, WEBHOOK
from holdfast.incidents.models import DOWN, Affected, Bulletin, Interruption, State
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
    choices: list[tuple[int, str]]
    """The clients whose readers it can be shown for."""
    chosen: int
    form: str
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


def preview_of(found: Interruption, writing: Writing, said: Said, *, to: str, form: str) -> Preview:
    """For the client that was chosen, else the first; the words by the templates that send them."""
    rows = found.affected.select_related("organisation__account_manager").order_by("organisation__name")
    clients = list(rows[:CHOICES])
    missing, form = writing.missing_of(said), form if form in FORMS else "mail"
    if not clients:
        return Preview(missing, [], 0, form)
    chosen = next((each for each in clients if str(each.pk) == to), clients[0])
    shown = _previewed(found, writing, said, chosen, FORMS[form][1])
    return Preview(
        missing,
        [(each.pk, each.organisation.name) for each in clients],
        chosen.pk,
        form,
        shown.row.subject,
        _reader(shown),
        shown.is_reached_so,
        f"{reverse('desk:interruption-mail', args=[found.pk, writing.kind])}?to={chosen.pk}"
        if form == "mail"
        else "",
        _text(shown, form),
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
