"""A mailing is written, changed while it is a draft, and sent once."""

from __future__ import annotations

from django.db import transaction

from holdfast.catalogue.models import Product
from holdfast.kernel import clock
from holdfast.kernel.facts import record
from holdfast.kernel.refusal import Refused
from holdfast.kernel.text import one_line
from holdfast.news.facts import MailingDropped, MailingFact, MailingSent, MailingWritten
from holdfast.news.models import Mailing, MailingKind
from holdfast.news.readers import audience_of
from holdfast.notices.actions.writing import write_notice
from holdfast.notices.models import Lane
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person


@transaction.atomic
def write_mailing(
    *,
    kind: str,
    subject: str,
    text: str,
    product: Product | None = None,
    mailing: Mailing | None = None,
    by: Person,
) -> Mailing:
    """Keep a draft, or change one: for those who use the product, or for all.

    Refused: `forbidden`, `no_words` at its field, `sent`.
    """
    require_may(by, Act.SEND_NEWS)
    at = clock.now()
    mailing = _draft(mailing) if mailing is not None else Mailing()
    mailing.kind, mailing.product = MailingKind(kind), product
    mailing.subject, mailing.text = one_line(subject, limit=200), text.strip()
    if not mailing.subject:
        raise Refused("A mail has a subject.", code="no_words", field="subject")
    if not mailing.text:
        raise Refused("There is nothing to read.", code="no_words", field="text")
    mailing.written_by, mailing.written_at = by, at
    mailing.save()
    record(_said(MailingWritten, mailing), by=by.actor, at=at)
    return mailing


@transaction.atomic
def send_mailing(mailing: Mailing, *, by: Person) -> Mailing:
    """To everybody who wants the kind now, each by a mail of their own. Refused: `forbidden`, `sent`, `nobody`."""
    require_may(by, Act.SEND_NEWS)
    mailing = _draft(mailing)
    at = clock.now()
    audience = audience_of(mailing.kind, mailing.product_id, at=at)
    if not audience.readers:
        raise Refused("Nobody wants to be told of this.", code="nobody")
    mailing.notice = write_notice(
        event=mailing.about,
        kind="news",
        about=mailing.about,
        readers=audience.readers,
        subject=mailing.subject,
        said={"text": mailing.text, "news_kind": mailing.kind},
        lane=Lane.NEWS,
        at=at,
    )
    mailing.sent_by, mailing.sent_at = by, at
    mailing.save()
    record(_said(MailingSent, mailing, contacts=len(audience.readers)), by=by.actor, at=at)
    return mailing


@transaction.atomic
def drop_mailing(mailing: Mailing, *, by: Person) -> None:
    """A draft is not wanted any more."""
    require_may(by, Act.SEND_NEWS)
    mailing = _draft(mailing)
    record(_said(MailingDropped, mailing), by=by.actor, at=clock.now())
    mailing.delete()


def _draft(mailing: Mailing) -> Mailing:
    mailing = Mailing.objects.select_for_update().get(pk=mailing.pk)
    if mailing.sent_at is not None:
        raise Refused("It is sent, and stands as it went.", code="sent")
    return mailing


def _said(kind: type[MailingFact], mailing: Mailing, **more: int) -> MailingFact:
    product = str(mailing.product or "")
    return kind(mailing=mailing.pk, kind=mailing.kind, title=mailing.subject, product=product, **more)
