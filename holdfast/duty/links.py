"""The link by which a page is acknowledged: signed, for one page and one person; reading it changes nothing (T50)."""

from __future__ import annotations

import re
from typing import Final

from django.conf import settings

from holdfast.duty.models import Page
from holdfast.kernel import tokens
from holdfast.kernel.refusal import Refused
from holdfast.people.models import Person

_TOKEN: Final = re.compile(r"p([1-9]\d{0,17})\.([1-9]\d{0,17})\.([a-z2-7]{26})")
_PURPOSE: Final = "page"


def page_token(page: int, person: int) -> str:
    return f"p{page}.{person}.{tokens.sign(_PURPOSE, page, person)}"


def page_link(page: int, person: int) -> str:
    """The address that is sent: `/page/<token>/`."""
    return f"{settings.SITE_URL}/page/{page_token(page, person)}/"


def read_page_token(token: str) -> tuple[Page, Person]:
    """The page and the person that a token was made for; refused: `link_wrong`, also for who works here no more."""
    found = _TOKEN.fullmatch(token.strip().lower())
    if found is not None and tokens.is_signed(found[3], _PURPOSE, int(found[1]), int(found[2])):
        page = Page.objects.select_related("acknowledged_by", "team").filter(pk=int(found[1])).first()
        person = Person.objects.staff().filter(pk=int(found[2])).first()
        if page is not None and person is not None:
            return page, person
    raise Refused(
        "This link opens nothing. Use the one in our newest message, or the desk.", code="link_wrong"
    )
