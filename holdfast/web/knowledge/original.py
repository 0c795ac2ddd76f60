"""An article in its languages: the original beside a translation with what is newer in it, and which are outdated."""

from __future__ import annotations

from typing import NamedTuple

from holdfast.knowledge.languages import LANGUAGES, RIGHT_TO_LEFT
from holdfast.knowledge.models import Article
from holdfast.web.knowledge.comparing import Changed, compare
from holdfast.web.knowledge.listing import article_url


class Original(NamedTuple):
    """As its readers have it; `follows` is the revision that the translation says, None where nobody said which."""

    url: str
    language: str
    direction: str
    name: str
    """Of its language."""
    number: int
    follows: int | None
    title: str
    summary: str
    changed: Changed
    is_newer: bool


def original_of(translation: Article) -> Original | None:
    """None of what is no translation."""
    original = translation.original
    if original is None:
        return None
    number = original.as_read
    rows = original.revisions.filter(number__in={number, translation.follows or number})
    found = {each.number: each for each in rows}
    now = found[number]
    then = found.get(translation.follows or number, now)
    changed = compare(then, now, whole=True)
    return Original(
        url=article_url(original),
        language=original.language,
        direction="rtl" if original.language in RIGHT_TO_LEFT else "ltr",
        name=LANGUAGES[original.language].name,
        number=number,
        follows=translation.follows,
        title=now.title,
        summary=now.summary,
        changed=changed,
        is_newer=then.number < number,
    )


class Tongue(NamedTuple):
    """One language that the article stands in."""

    name: str
    url: str
    is_this: bool
    is_outdated: bool


def tongues_of(article: Article) -> list[Tongue]:
    """The original first; empty where there is but one."""
    original = article.original or article
    rows = [original, *original.translations.order_by("language")]
    found = [
        Tongue(LANGUAGES[each.language].name, article_url(each), each.pk == article.pk, each.is_outdated)
        for each in rows
    ]
    return found if len(found) > 1 else []
