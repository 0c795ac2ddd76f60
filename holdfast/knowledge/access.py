"""The only way to what readers see: an article that one may not read is not there, in lists and searches too (T42)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from holdfast.clients.models import Organisation
from holdfast.knowledge.models import Article, ArticleFile, Audience
from holdfast.people.models import Person


@dataclass(frozen=True)
class Reader:
    """For whom something is looked up: anybody, a client's person, one of ours."""

    organisation: int | None = None
    is_staff: bool = False

    @property
    def audiences(self) -> list[str]:
        """What is for this reader, whoever the one client is."""
        if self.is_staff:
            return list(Audience.values)
        return [Audience.PUBLIC, *([Audience.CLIENTS] if self.organisation is not None else [])]

    @property
    def condition(self) -> tuple[str, dict[str, Any]]:
        """`readable` as a condition on the row `a`, with its values."""
        values: dict[str, Any] = {"audiences": self.audiences, "organisation": self.organisation}
        return _READABLE, values


_READABLE = """a.published_id IS NOT NULL
    AND (a.audience = ANY(%(audiences)s::text[]) OR a.organisation_id = %(organisation)s::bigint)"""

ANYBODY = Reader()


def reader_of(person: Person | None) -> Reader:
    """What somebody who is signed in may read, or nobody in particular."""
    if person is None or not person.is_active:
        return ANYBODY
    contact = getattr(person, "contact", None)
    return Reader(contact.organisation_id if contact else None, person.is_vendor)


def reader_at(organisation: Organisation | None) -> Reader:
    """What a client's people may read; of no client, what anybody may."""
    return Reader(organisation.pk if organisation else None)


def readable(reader: Reader) -> QuerySet[Article]:
    """Published articles that the reader may read."""
    theirs = Q(audience__in=reader.audiences)
    if reader.organisation is not None:
        theirs |= Q(organisation=reader.organisation)
    return Article.objects.filter(theirs, published__isnull=False)


def file_for(reader: Reader, key: str) -> ArticleFile | None:
    """A file of an article, for those who may read it or a translation of it; for our own people always."""
    found = ArticleFile.objects.select_related("file", "article").filter(key=key).first()
    if found is None or reader.is_staff:
        return found
    family = found.article.original_id or found.article_id
    of_family = readable(reader).filter(Q(pk=family) | Q(original=family))
    return found if of_family.exists() else None
