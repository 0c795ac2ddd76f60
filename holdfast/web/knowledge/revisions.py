"""What an article said when, what was changed from one to the next, and back to an earlier one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from holdfast.kernel import clock
from holdfast.knowledge.actions.writing import restore_revision
from holdfast.look.pieces import when
from holdfast.look.replies import tell
from holdfast.people.acts import Act, may
from holdfast.people.door import STAFF, allow
from holdfast.web.frame import person_of, show, zone_of
from holdfast.web.knowledge.comparing import compare
from holdfast.web.knowledge.found import found_article, found_revision
from holdfast.web.knowledge.listing import article_url
from holdfast.web.knowledge.places import article_places


@allow(STAFF)
def revisions(request: HttpRequest, key: int) -> HttpResponse:
    """All of them, the newest first."""
    found, now, zone = found_article(key), clock.now(), zone_of(request)
    read = found.published.number if found.published else 0
    rows = found.revisions.select_related("author").defer("html", "source").order_by("-number")[:200]
    lines = [
        (
            each.number,
            each.note or each.title,
            str(each.author),
            when(each.at, now=now, zone=zone),
            each.number == read,
            reverse("desk:article-revision", args=[found.pk, each.number]),
        )
        for each in rows
    ]
    context = {"article": found, "lines": lines, "views": article_places(request, "", now=now)}
    return show(request, "knowledge/revisions.html", context, place="articles", now=now)


@allow(STAFF)
def revision(request: HttpRequest, key: int, number: int) -> HttpResponse:
    """One, against the one before it, or against what readers have."""
    found, now = found_article(key), clock.now()
    this = found_revision(found, number)
    read = found.published.number if found.published else 0
    against = read if request.GET.get("against") == "published" and read else number - 1
    that = found_revision(found, against) if against else None
    context = {
        "article": found,
        "this": this,
        "against": against,
        "read": read,
        "at": when(this.at, now=now, zone=zone_of(request)),
        "changed": compare(that, this),
        "may_restore": may(person_of(request), Act.WRITE_ARTICLES) and number != found.newest,
        "views": article_places(request, "", now=now),
    }
    return show(request, "knowledge/revision.html", context, place="articles", now=now)


@allow(Act.WRITE_ARTICLES)
@require_POST
def restoring(request: HttpRequest, key: int, number: int) -> HttpResponse:
    """That text once more, as the newest revision."""
    found = found_article(key)
    found_revision(found, number)
    restore_revision(found, number, by=person_of(request))
    answer = HttpResponseRedirect(article_url(found))
    return tell(request, answer, f"Revision {number} is the newest again")
