"""Write: begin an article, save a revision, go back to an earlier one, translate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db import transaction

from holdfast.kernel import clock
from holdfast.kernel.facts import record
from holdfast.kernel.refusal import Refused
from holdfast.kernel.text import one_line, scrub
from holdfast.knowledge.actions.archiving import bring_back
from holdfast.knowledge.actions.finding import locked
from holdfast.knowledge.actions.settling import Settings, put_settings
from holdfast.knowledge.facts import ArticleSaved
from holdfast.knowledge.languages import DEFAULT
from holdfast.knowledge.models import Article, Revision, State
from holdfast.knowledge.rendering import RENDERER, render
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person

LONGEST: Final = 100_000
"""Characters of one article."""


@dataclass(frozen=True, kw_only=True)
class Text:
    """What an article says."""

    title: str
    summary: str = ""
    source: str = ""
    note: str = ""
    """What was changed, and why."""


@transaction.atomic
def begin_article(
    text: Text, settings: Settings, *, language: str = DEFAULT, ticket: int | None = None, by: Person
) -> Article:
    """A new draft with its first revision. Refused: `forbidden`, `no_words`, `slug`, `no_client`."""
    require_may(by, Act.WRITE_ARTICLES)
    return _begin(Article(language=language, ticket=ticket), text, settings, by=by)


@transaction.atomic
def translate_article(original: Article, text: Text, *, language: str, by: Person) -> Article:
    """The same article in another language, beside the original. Refused: also `translated`, `same_language`."""
    require_may(by, Act.WRITE_ARTICLES)
    original = locked(original.original or original)
    if language == original.language:
        raise Refused("The original is in this language.", code="same_language", field="language")
    if original.translations.filter(language=language).exists():
        raise Refused("It is translated already.", code="translated", field="language")
    made = Article(language=language, original=original, follows=original.as_read)
    settings = Settings(
        category=original.category,
        audience=original.audience,
        organisation=original.organisation,
        owner=by,
        services=list(original.services.all()),
    )
    return _begin(made, text, settings, by=by)


@transaction.atomic
def save_revision(
    article: Article, text: Text, *, seen: int, follows_original: bool = False, by: Person
) -> Article:
    """Save what is written as a new revision; what readers see stays until it is approved.

    `seen` is the revision that was edited; `follows_original` says that a translation now says what its original does.
    Refused: `forbidden`, `no_words`, `too_long`, `newer`.
    """
    require_may(by, Act.WRITE_ARTICLES)
    article = locked(article)
    if article.newest != seen:
        other = article.revisions.select_related("author").get(number=article.newest)
        raise Refused(
            f"{other.author} saved revision {other.number} meanwhile. Your text is kept here: compare, then save again.",
            code="newer",
            field="source",
        )
    if follows_original and article.original is not None:
        article.follows = article.original.as_read
    _save(article, text, by=by)
    return article


@transaction.atomic
def restore_revision(article: Article, number: int, *, by: Person) -> Article:
    """An earlier text once more, as a new revision."""
    require_may(by, Act.WRITE_ARTICLES)
    article = locked(article)
    old = article.revisions.get(number=number)
    text = Text(
        title=old.title, summary=old.summary, source=old.source, note=f"As in revision {old.number} again"
    )
    _save(article, text, by=by)
    return article


def _begin(article: Article, text: Text, settings: Settings, *, by: Person) -> Article:
    article.changed_at, article.title = clock.now(), one_line(text.title, limit=200)
    put_settings(article, settings)
    _save(article, text, by=by)
    return article


def _save(article: Article, text: Text, *, by: Person) -> None:
    title, source = one_line(text.title, limit=200), scrub(text.source)
    if not title:
        raise Refused("An article has a title.", code="no_words", field="title")
    if len(source) > LONGEST:
        raise Refused(f"An article has {LONGEST:,} characters at most.", code="too_long", field="source")
    at, made = clock.now(), render(source)
    if article.state == State.ARCHIVED:
        bring_back(article, by=by, at=at)
    article.newest, article.title, article.changed_at = article.newest + 1, title, at
    article.state, article.publish_at, article.approved_by = State.DRAFT, None, None
    article.save()
    Revision.objects.create(
        article=article,
        number=article.newest,
        title=title,
        summary=one_line(text.summary, limit=400),
        source=source,
        html=made.html,
        toc=made.toc,
        renderer=RENDERER,
        words=made.words,
        author=by,
        at=at,
        note=one_line(text.note, limit=200),
    )
    record(ArticleSaved(article=article.pk, title=title, number=article.newest), by=by.actor, at=at)
