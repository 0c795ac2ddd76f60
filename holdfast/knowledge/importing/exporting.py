"""Write what readers have, or else the newest draft, as Markdown files with their pictures; import takes them back."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from holdfast.files.storage import read_given_out
from holdfast.knowledge.importing.front_matter import joined
from holdfast.knowledge.models import Article, ArticleFile, Revision

_OWN: Final = re.compile(r"/help/files/([a-z2-7]{26})/")


def export_articles(to: Path) -> int:
    """One folder for each category, `language/slug.md` in it, files beside them; returns how many articles."""
    rows = Article.objects.exclude(state="archived").select_related(
        "category__product", "category__service", "published", "original", "organisation"
    )
    files = {each.key: each for each in ArticleFile.objects.select_related("file")}
    count = 0
    for article in rows.order_by("pk").iterator():
        revision = article.published or article.revisions.get(number=article.newest)
        folder = to / article.category.slug
        _write(
            folder / article.language / f"{article.slug}.md", _text(article, revision, files, folder).encode()
        )
        count += 1
    return count


def _text(article: Article, revision: Revision, files: dict[str, ArticleFile], folder: Path) -> str:
    said = {
        "title": revision.title,
        "summary": revision.summary,
        "slug": article.slug,
        "language": article.language,
        "category": article.category.name,
        "product": str(article.category.product or ""),
        "service": str(article.category.service or ""),
        "services": "; ".join(sorted(str(each) for each in article.services.all())),
        "audience": article.audience,
        "client": str(article.organisation or ""),
        "original": article.original.slug if article.original else "",
    }

    def beside(found: re.Match[str]) -> str:
        file = files.get(found[1])
        content = read_given_out(file.file_id) if file else None
        if file is None or content is None:
            return found[0]
        name = f"{file.key[:8]}-{file.filename.replace(' ', '-').replace('(', '').replace(')', '')}"
        _write(folder / "files" / name, content)
        return f"../files/{name}"

    return joined(said, _OWN.sub(beside, revision.source))


def _write(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
