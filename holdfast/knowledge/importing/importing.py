"""Import articles: each file whole or not at all, and what is wrong said of each; nothing is fetched (T52)."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote

from django.db import transaction
from django.utils.text import slugify

from holdfast.clients.models import Organisation
from holdfast.kernel.refusal import Refused
from holdfast.knowledge.actions.files import add_file
from holdfast.knowledge.actions.settling import Settings
from holdfast.knowledge.actions.writing import Text, begin_article, save_revision
from holdfast.knowledge.importing.front_matter import Unreadable, split
from holdfast.knowledge.importing.pages import read_page
from holdfast.knowledge.importing.reading import LARGEST_PAGE, Files
from holdfast.knowledge.importing.shelves import service_named, shelf_named
from holdfast.knowledge.languages import LANGUAGES, known_language
from holdfast.knowledge.models import Article, Audience
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person

MARKDOWN: Final = (".md", ".markdown")
PAGES: Final = (".html", ".htm")
_TARGET: Final = re.compile(r"(!?\[[^\]\n]*\]\()<?([^)\s>]+)>?(?:[ \t]+\"[^\"\n]*\")?(\))")


@dataclass
class Imported:
    """What became of the files."""

    made: list[str] = field(default_factory=list)
    wrong: dict[str, str] = field(default_factory=dict)
    """By file, what is wrong with it: nothing of that file was kept."""


@dataclass(frozen=True)
class _Page:
    said: Mapping[str, str]
    title: str
    source: str


def import_articles(files: Files, *, category: str = "", by: Person) -> Imported:
    """A draft of each Markdown file and page, with the pictures that lie beside it; originals before translations.

    `category` is for those that name none and lie in no folder. Each text is held while its article is made, no longer;
    a translation is read again, once all originals are there. Refused: `forbidden`.
    """
    require_may(by, Act.APPROVE_ARTICLES)
    told = Imported()
    translations = []
    for name in sorted(each for each in files if each.lower().endswith((*MARKDOWN, *PAGES))):
        try:
            page = _read(name, files)
        except Unreadable as wrong:
            told.wrong[name] = str(wrong)
            continue
        if "original" in page.said:
            translations.append(name)
        else:
            _import(name, page, files, category, told, by=by)
    for name in translations:
        _import(name, _read(name, files), files, category, told, by=by)
    return told


def _import(name: str, page: _Page, files: Files, category: str, told: Imported, *, by: Person) -> None:
    try:
        with transaction.atomic():
            told.made.append(str(_keep(name, page, files, category, by=by)))
    except (Unreadable, Refused) as wrong:
        told.wrong[name] = str(wrong)


def _read(name: str, files: Files) -> _Page:
    try:
        text = files.read(name, most=LARGEST_PAGE).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable("it is not UTF-8") from None
    if name.lower().endswith(PAGES):
        try:
            title, source = read_page(text)
        except RecursionError:
            raise Unreadable("its elements stand too deep in each other") from None
        return _Page({}, title or _stem(name), source)
    said, source = split(text)
    title = said.get("title", "")
    heading = re.match(r"#[ \t]+(.+)\n*", source)
    if heading and not title:
        title, source = heading[1].strip(), source[heading.end() :]
    return _Page(said, title or _stem(name), source)


def _keep(name: str, page: _Page, files: Files, category: str, *, by: Person) -> Article:
    said = page.said
    language = said.get("language", "en")
    if language not in LANGUAGES:
        raise Unreadable(f"“{language}” is no language of ours")
    shelf = shelf_named(
        said.get("category") or _folder(name) or category,
        product=said.get("product", ""),
        service=said.get("service", ""),
        by=by,
    )
    settings = Settings(
        category=shelf,
        audience=_audience(said),
        organisation=_organisation(said),
        owner=by,
        services=[
            service_named(each.strip()) for each in said.get("services", "").split(";") if each.strip()
        ],
        slug=_free_slug(said.get("slug", ""), language),
    )
    text = Text(
        title=page.title, summary=said.get("summary", ""), source=page.source, note=f"Imported: {name}"
    )
    article = begin_article(text, settings, language=language, by=by)
    if original := said.get("original"):
        _follow(article, original)
    if (source := _with_files(article, name, page.source, files, by=by)) != page.source:
        again = Text(title=page.title, summary=text.summary, source=source, note="Its pictures and files")
        article = save_revision(article, again, seen=1, by=by)
    return article


def _with_files(article: Article, name: str, source: str, files: Files, *, by: Person) -> str:
    """Every link to a file that lies in the import leads to the article's own; all others stay as they are."""
    added: dict[str, str] = {}

    def own(found: re.Match[str]) -> str:
        target = unquote(found[2].partition("#")[0])
        path = posixpath.normpath(posixpath.join(posixpath.dirname(name), target))
        if path not in files or path.lower().endswith((*MARKDOWN, *PAGES)):
            return found[0]
        if path not in added:
            added[path] = add_file(article, files.read(path), posixpath.basename(path), by=by).path
        return f"{found[1]}{added[path]}{found[3]}"

    return _TARGET.sub(own, source)


def _follow(article: Article, slug: str) -> None:
    """Stand beside the original that the file names."""
    original = Article.objects.filter(slug=slug, original=None).exclude(language=article.language).first()
    if original is None:
        raise Unreadable(f"its original “{slug}” is not there")
    article.original, article.follows = original, original.newest
    if original.translations.filter(language=article.language).exists():
        raise Unreadable(f"“{slug}” has a text in this language")
    article.save(update_fields=["original", "follows"])


def _audience(said: Mapping[str, str]) -> str:
    audience = said.get("audience", Audience.ORGANISATION if said.get("client") else Audience.PUBLIC)
    if audience not in Audience.values:
        raise Unreadable(f"“{audience}” is none of {', '.join(Audience.values)}")
    return audience


def _organisation(said: Mapping[str, str]) -> Organisation | None:
    name = said.get("client", "")
    found = Organisation.objects.filter(name=name).first() if name else None
    if name and found is None:
        raise Unreadable(f"there is no client “{name}”")
    return found


def _free_slug(slug: str, language: str) -> str:
    """The address that the file names; imported again, it is refused rather than doubled."""
    if slug and Article.objects.filter(language=known_language(language), slug=slugify(slug)).exists():
        raise Unreadable(f"an article has the address “{slug}” already")
    return slug


def _stem(name: str) -> str:
    stem = posixpath.splitext(posixpath.basename(name))[0]
    return re.sub(r"[-_]+", " ", stem).strip().capitalize() or "Article"


def _folder(name: str) -> str:
    folder = posixpath.basename(posixpath.dirname(name))
    return re.sub(r"[-_]+", " ", folder).strip().capitalize()
