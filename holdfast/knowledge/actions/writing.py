"""Write: begin an article, save a revision, go back to an earlier one, translate."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.utils.text import slugify

from holdfast.catalogue.models import Service
from holdfast.clients.models import Organisation
from holdfast.kernel import clock
from holdfast.kernel.facts import record
from holdfast.kernel.refusal import Refused
from holdfast.kernel.text import one_line, scrub
from holdfast.knowledge.actions.finding import locked
from holdfast.knowledge.facts import ArticleSaved, ArticleSettled
from holdfast.knowledge.languages import DEFAULT
from holdfast.knowledge.models import Article, Audience, Category, Revision, State
from holdfast.knowledge.rendering import RENDERER, render
from holdfast.knowledge.searching.entries import enter_in_search
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person

LONGEST: Final = 100_000
"""Characters of one article."""
_TAKEN: Final = frozenset({"search", "files", "category", "suggestions"})
"""What stands at the place of an article in addresses of ours."""


@dataclass(frozen=True, kw_only=True)
class Text:
    """What an article says."""

    title: str
    summary: str = ""
    source: str = ""
    note: str = ""
    """What was changed, and why."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Whom it is for, where it stands, who looks after it."""

    category: Category
    audience: str = Audience.PUBLIC
    organisation: Organisation | None = None
    owner: Person | None = None
    review_on: date | None = None
    services: list[Service] = field(default_factory=list)
    slug: str = ""
    """Its place in addresses; made of the title where nothing is said."""


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
    made = Article(language=language, original=original, follows=_says(original))
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
        article.follows = _says(article.original)
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


@transaction.atomic
def settle_article(article: Article, settings: Settings, *, by: Person) -> Article:
    """Change whom it is for and who looks after it, for readers at once.

    To show readers what they could not see before takes a second person's word, as a text does: from when its text is
    looked at by them, only who may approve opens the audience. Refused: `forbidden`, `slug`, `no_client`.
    """
    require_may(by, Act.WRITE_ARTICLES)
    article = locked(article)
    told = (settings.audience, settings.organisation.pk if settings.organisation else None)
    is_looked_at = article.state in (State.REVIEW, State.SCHEDULED) or article.published is not None
    if is_looked_at and told != (article.audience, article.organisation_id):
        require_may(by, Act.APPROVE_ARTICLES)
    changed = _settle(article, settings)
    if changed:
        article.changed_at = clock.now()
        article.save()
        if article.published is not None:
            enter_in_search(article)
        fact = ArticleSettled(article=article.pk, title=article.title, changed=changed)
        record(fact, by=by.actor, at=article.changed_at)
    return article


def _begin(article: Article, text: Text, settings: Settings, *, by: Person) -> Article:
    article.changed_at, article.title = clock.now(), one_line(text.title, limit=200)
    _settle(article, settings)
    _save(article, text, by=by)
    return article


def _save(article: Article, text: Text, *, by: Person) -> None:
    title, source = one_line(text.title, limit=200), scrub(text.source)
    if not title:
        raise Refused("An article has a title.", code="no_words", field="title")
    if len(source) > LONGEST:
        raise Refused(f"An article has {LONGEST:,} characters at most.", code="too_long", field="source")
    at, made = clock.now(), render(source)
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


def _settle(article: Article, settings: Settings) -> list[str]:
    """Put the settings on the article, and say which of them changed."""
    is_for_one = settings.audience == Audience.ORGANISATION
    if is_for_one and settings.organisation is None:
        raise Refused("Say which client it is for.", code="no_client", field="organisation")
    values: dict[str, Any] = {
        "category": settings.category,
        "audience": settings.audience,
        "organisation": settings.organisation if is_for_one else None,
        "owner": settings.owner,
        "review_on": settings.review_on,
        "slug": _slug(article, settings.slug),
    }
    is_new = article.pk is None
    changed = [name for name, value in values.items() if is_new or getattr(article, name) != value]
    for name, value in values.items():
        setattr(article, name, value)
    if "review_on" in changed:
        article.review_told_at = None
    if is_new:
        article.save()
    if is_new or set(settings.services) != set(article.services.all()):
        article.services.set(settings.services)
        changed.append("services")
    return changed


def _slug(article: Article, wanted: str) -> str:
    """A free one in its language; that of a published article stays, for people keep addresses."""
    if article.published_id is not None or (article.pk is not None and not wanted):
        return article.slug
    slug = slugify(wanted or article.title)[:80].strip("-") or "article"
    others = Article.objects.filter(language=article.language).exclude(pk=article.pk)
    if wanted and (slug in _TAKEN or others.filter(slug=slug).exists()):
        raise Refused("Another article has this address.", code="slug", field="slug")
    free, number = slug, 1
    while free in _TAKEN or others.filter(slug=free).exists():
        number += 1
        free = f"{slug}-{number}"
    return free


def _says(original: Article) -> int:
    """The revision that readers of the original see, else the newest."""
    return original.published.number if original.published else original.newest
