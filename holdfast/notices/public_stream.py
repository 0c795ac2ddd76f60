"""What a reader asked for and leaves with one click: the status page's mails, and news.

The link stands in the mail's foot and in its headers (RFC 8058). No other mail has one: one reader of a shared address
would silence a whole client.
"""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from holdfast.notices.kinds import PUBLIC
from holdfast.notices.models import Delivery, Lane, Notice


def stream_of(notice: Notice) -> str:
    """As mail programs sort by it (`List-Id`)."""
    if notice.kind in PUBLIC:
        return "status"
    return "news" if notice.lane == Lane.NEWS else "notices"


def leave_url(notice: Notice, delivery: Delivery) -> str:
    """The page that ends it for this reader, found by the subscription's token or by the unguessable part of the mail's
    own Message-ID; empty for any other notice."""
    if notice.kind in PUBLIC:
        path = f"/status/subscription/{delivery.reply_token}/end/" if delivery.reply_token else ""
    else:
        is_news = notice.lane == Lane.NEWS and delivery.mail_id
        path = reverse("portal:news", args=[delivery.token]) if is_news else ""
    return f"{settings.SITE_URL}{path}" if path else ""
