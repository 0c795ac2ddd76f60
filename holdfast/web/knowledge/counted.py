"""What readers looked for in vain, and what they said."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Count, Max, Q, Sum
from django.http import HttpRequest, HttpResponse

from holdfast.kernel import clock
from holdfast.knowledge.models import Article, Feedback, SearchedInVain
from holdfast.look.pieces import when
from holdfast.people.door import STAFF, allow
from holdfast.web.frame import show, zone_of
from holdfast.web.knowledge.listing import article_url
from holdfast.web.knowledge.places import article_places

_DAYS = 90


@allow(STAFF)
def searched(request: HttpRequest) -> HttpResponse:
    """Words for which there was nothing in ninety days, the most wanted first."""
    now = clock.now()
    rows = (
        SearchedInVain.objects.filter(on__gte=now.date() - timedelta(days=_DAYS))
        .values("words", "language")
        .annotate(all=Sum("times"), last=Max("on"))
        .order_by("-all", "-last", "words")[:100]
    )
    context = {"rows": rows, "views": article_places(request, "searched", now=now)}
    return show(request, "knowledge/searched.html", context, place="articles", now=now)


@allow(STAFF)
def feedback(request: HttpRequest) -> HttpResponse:
    """The newest words, and which articles help, in ninety days."""
    now, zone = clock.now(), zone_of(request)
    since = now - timedelta(days=_DAYS)
    words = Feedback.objects.exclude(word="").filter(at__gte=since).select_related("article")
    recent = Q(feedback__at__gte=since)
    rows = (
        Article.objects.annotate(
            yes=Count("feedback", filter=recent & Q(feedback__helped=True), distinct=True),
            no=Count("feedback", filter=recent & Q(feedback__helped=False), distinct=True),
            links=Count("uses", filter=Q(uses__at__gte=since), distinct=True),
            after=Count("read_before", filter=Q(read_before__at__gte=since), distinct=True),
        )
        .filter(Q(yes__gt=0) | Q(no__gt=0) | Q(links__gt=0) | Q(after__gt=0))
        .order_by("-no", "-yes", "-links")[:50]
    )
    context = {
        "words": [
            (
                each.word,
                each.helped,
                each.article.title,
                article_url(each.article),
                when(each.at, now=now, zone=zone),
            )
            for each in words.order_by("-at")[:50]
        ],
        "rows": [(each.title, article_url(each), each.yes, each.no, each.links, each.after) for each in rows],
        "views": article_places(request, "feedback", now=now),
    }
    return show(request, "knowledge/feedback.html", context, place="articles", now=now)
