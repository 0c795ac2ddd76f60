"""Articles of the demo world, as tests want them: written by Tobin, approved by Kaveh."""

from __future__ import annotations

from typing import Any

from holdfast.knowledge.actions.categories import save_category
from holdfast.knowledge.actions.reviewing import approve_article, ask_for_review
from holdfast.knowledge.actions.settling import Settings
from holdfast.knowledge.actions.writing import Text, begin_article
from holdfast.knowledge.models import Article, Audience, Category
from holdfast.project.demo.world import World


def shelf(world: World, name: str = "Routing", product: str | None = "chat") -> Category:
    found = Category.objects.filter(name=name).first()
    return found or save_category(
        name=name, product=world.products[product] if product else None, by=world.kaveh
    )


def draft(world: World, title: str, source: str = "Some words.", **more: Any) -> Article:
    texts = {key: more.pop(key) for key in ("summary", "note") if key in more}
    language = more.pop("language", "en")
    settings = Settings(category=more.pop("category", None) or shelf(world), owner=world.tobin, **more)
    return begin_article(
        Text(title=title, source=source, **texts), settings, language=language, by=world.tobin
    )


def publish(world: World, article: Article) -> Article:
    return approve_article(ask_for_review(article, by=world.tobin), number=article.newest, by=world.kaveh)


def published(world: World, title: str, source: str = "Some words.", **more: Any) -> Article:
    return publish(world, draft(world, title, source, **more))


def one_of_each_audience(world: World) -> dict[str, Article]:
    """The same words for each audience; Osprey Lane is the one client."""
    found = {
        audience.value: published(
            world,
            f"Quokka for {audience.value}",
            "A quokka routes chats.",
            audience=audience,
            organisation=world.osprey if audience == Audience.ORGANISATION else None,
        )
        for audience in Audience
    }
    found["draft"] = draft(world, "Quokka draft", "A quokka routes chats.")
    return found
