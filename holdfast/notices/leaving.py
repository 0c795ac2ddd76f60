"""Where a reader of news leaves them: the page is found by the unguessable part of the mail's own Message-ID."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from holdfast.notices.models import Delivery


def leave_url(delivery: Delivery) -> str:
    return f"{settings.SITE_URL}{reverse('portal:news', args=[delivery.token])}" if delivery.mail_id else ""
