"""Settle whom an article is for, where it stands, who looks after it; nobody's choice is lost under another's."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.utils.text import slugify

from holdfast.catalogue.models import Service
from holdfast.clients.models import Organisation
from holdfast.kernel import clock
from holdfast.kernel.facts import record
from holdfast.kernel.models import TrailEntry
from holdfast.kernel.refusal import Refused
from holdfast.knowledge.actions.finding import locked
from holdfast.knowledge.facts import ArticleChecked, ArticleSettled
from holdfast.knowledge.models import Article, Audience, Category, State
from holdfast.knowledge.searching.entries import enter_in_search
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person

_TAKEN: Final = frozenset({"search", "files", "category", "suggestions"})
"""What stands at the place of an article in addresses of ours."""
_NAMES: Final = {
    "category": "category",
    "audience": "who may read it",
    "organisation": "which client",
    "owner": "who looks after it",
    "review_on": "look again on",
    "slug": "address",
    "services": "services",
}
_SETTLED: Final = (ArticleSettled.__name__, ArticleChecked.__name__)
_READERS: Final = [Audience.STAFF, Audience.ORGANISATION, Audience.CLIENTS, Audience.PUBLIC]
"""The audiences, that of fewest readers first."""


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
def settle_article(article: Article, settings: Settings, *, seen: int, by: Person) -> Article:
    """Change whom it is for and who looks after it, for readers at once; narrowed, its translations are too.

    `seen` is the number of the settings that the chooser had before them. To show readers what they could not see
    before takes a second person's word, as a text does: from when its text is looked at by them, only who may approve
    opens the audience. Refused: `forbidden`, `slug`, `no_client`, `settled_meanwhile`.
    """
    require_may(by, Act.WRITE_ARTICLES)
    article = locked(article)
    if seen != article.settings_number:
        _require_same(article, settings)
    told = (settings.audience, settings.organisation.pk if settings.organisation else None)
    changes_readers = told != (article.audience, article.organisation_id)
    if changes_readers:
        _require_may_open(article, by)
    changed = put_settings(article, settings)
    if changed:
        at = clock.now()
        _keep(article, changed, by=by, at=at)
        if changes_readers and article.original_id is None:
            _narrow_translations(article, by=by, at=at)
    return article


def _keep(article: Article, changed: list[str], *, by: Person, at: datetime) -> None:
    article.changed_at, article.settings_number = at, article.settings_number + 1
    article.save()
    if article.published is not None:
        enter_in_search(article)
    record(ArticleSettled(article=article.pk, title=article.title, changed=changed), by=by.actor, at=at)


def _narrow_translations(original: Article, *, by: Person, at: datetime) -> None:
    """Whoever may not read the original reads no translation of it; one that fewer may read stays as it is."""
    rows = original.translations.select_for_update(of=("self",)).select_related("published").order_by("pk")
    for each in rows:
        if _reaches_beyond(each, original):
            _require_may_open(each, by)
            each.audience, each.organisation = original.audience, original.organisation
            _keep(each, ["audience", "organisation"], by=by, at=at)


def _reaches_beyond(translation: Article, original: Article) -> bool:
    """Whether some may read the translation who may not read the original."""
    theirs, own = (_READERS.index(Audience(each.audience)) for each in (translation, original))
    return theirs > own or (theirs == own and translation.organisation_id != original.organisation_id)


def _require_may_open(article: Article, by: Person) -> None:
    if article.state in (State.REVIEW, State.SCHEDULED) or article.published is not None:
        require_may(by, Act.APPROVE_ARTICLES)


def _require_same(article: Article, settings: Settings) -> None:
    """Refuse what would put back, unseen, what somebody else settled; says who it was, and what stands."""
    standing = {name: getattr(article, name) for name in _NAMES if name != "services"}
    wanted = _values(article, settings) | {"services": set(settings.services)}
    standing["services"] = set(article.services.all())
    other = {name: value for name, value in standing.items() if value != wanted[name]}
    if other:
        settled = TrailEntry.objects.filter(about=article.about, fact__in=_SETTLED)
        who = settled.order_by("-pk").values_list("actor_label", flat=True).first() or "Somebody"
        raise Refused(
            f"{who} changed the settings while you had them before you. They now say: "
            + "; ".join(f"{_NAMES[name]}: {_shown(article, name, value)}" for name, value in other.items())
            + ". What you chose is kept here: save again, and it takes the place of that.",
            code="settled_meanwhile",
        )


def _shown(article: Article, name: str, value: Any) -> str:
    if name == "audience":
        return str(article.get_audience_display())
    if name == "services":
        return ", ".join(sorted(str(each) for each in value)) or "none"
    return str(value or "none")


def put_settings(article: Article, settings: Settings) -> list[str]:
    """Put the settings on the article, and say which of them changed."""
    values = _values(article, settings)
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


def _values(article: Article, settings: Settings) -> dict[str, Any]:
    is_for_one = settings.audience == Audience.ORGANISATION
    if is_for_one and settings.organisation is None:
        raise Refused("Say which client it is for.", code="no_client", field="organisation")
    return {
        "category": settings.category,
        "audience": settings.audience,
        "organisation": settings.organisation if is_for_one else None,
        "owner": settings.owner,
        "review_on": settings.review_on,
        "slug": _slug(article, settings.slug),
    }


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
