"""What machines read of an article: a block of data, which is no script to a browser and needs no leave to run."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString

from holdfast.knowledge.models import Article, Revision
from holdfast.vendor.models import Vendor


def structured_data(article: Article, revision: Revision, vendor: Vendor) -> SafeString:
    """The article and where it stands, in the words of schema.org; nothing in it can end the block (T33)."""
    crumbs = [
        ("Help", reverse("help:home", args=[article.language])),
        (article.category.name, reverse("help:category", args=[article.language, article.category.slug])),
        (revision.title, article.path),
    ]
    graph: list[dict[str, Any]] = [
        {
            "@type": "TechArticle",
            "headline": revision.title,
            "description": revision.summary,
            "inLanguage": article.language,
            "url": f"{settings.SITE_URL}{article.path}",
            "datePublished": article.published_at.isoformat() if article.published_at else None,
            "dateModified": revision.at.isoformat(),
            "publisher": {"@type": "Organization", "name": vendor.name or "Support"},
        },
        {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {"@type": "ListItem", "position": nth, "name": name, "item": f"{settings.SITE_URL}{path}"}
                for nth, (name, path) in enumerate(crumbs, 1)
            ],
        },
    ]
    told = json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False)
    for character in "<>&\u2028\u2029":
        told = told.replace(character, f"\\u{ord(character):04x}")
    return SafeString(f'<script type="application/ld+json">{told}</script>')
