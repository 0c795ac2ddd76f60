"""Put a file into an article: a picture, written anew, or something to be downloaded."""

from __future__ import annotations

from django.db import transaction

from holdfast.files.media_types import LOOKED_AT, media_type_of
from holdfast.files.names import safe_filename
from holdfast.files.storage import store
from holdfast.kernel import clock
from holdfast.kernel.refusal import Refused
from holdfast.knowledge.models import Article, ArticleFile
from holdfast.knowledge.pictures import LARGEST, written_anew
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person

MOST: int = 200
"""Files of one article."""


@transaction.atomic
def add_file(article: Article, content: bytes, filename: str, *, by: Person) -> ArticleFile:
    """Keep it for the readers of the article. Refused: `forbidden`, `picture`, `file_too_large`, `too_many_files`.

    Every image must be a picture that we can write anew: an SVG is a document that runs (T36).
    """
    require_may(by, Act.WRITE_ARTICLES)
    if article.files.count() >= MOST:
        raise Refused(f"An article has {MOST} files at most.", code="too_many_files", field="files")
    if len(content) > LARGEST:
        raise Refused(f"A file has {LARGEST // 1024**2} MB at most.", code="file_too_large", field="files")
    name, is_picture = safe_filename(filename), media_type_of(content[:LOOKED_AT]).startswith("image/")
    if is_picture:
        content, ending = written_anew(content)
        name = safe_filename(f"{name.rpartition('.')[0] or name}.{ending}")
    at = clock.now()
    return ArticleFile.objects.create(
        article=article,
        file=store(content, at=at),
        filename=name,
        is_picture=is_picture,
        by=by,
        at=at,
    )
