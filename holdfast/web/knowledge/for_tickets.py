"""Articles and a ticket: found for its client and put into the reply, or made of what it taught."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from holdfast.kernel import clock
from holdfast.kernel.text import one_line
from holdfast.knowledge.access import Reader, readable, reader_at
from holdfast.knowledge.actions.writing import Text, begin_article
from holdfast.knowledge.languages import DEFAULT, known_language
from holdfast.knowledge.models import Article
from holdfast.knowledge.searching.search import Hit, search, suggest
from holdfast.look.once import do_once
from holdfast.people.acts import Act
from holdfast.people.door import allow
from holdfast.procedure.models import Fix
from holdfast.tickets.models import Ticket
from holdfast.web.acting import Sheet, ask
from holdfast.web.frame import part, person_of, ticket_url
from holdfast.web.knowledge.forms import NewForm
from holdfast.web.office.fields import said_by
from holdfast.web.tickets.find import found_ticket


class Offered(NamedTuple):
    """One article that may go into the reply: what is inserted, and what is shown of it."""

    title: str
    insert: str
    about: str
    path: str


@allow(Act.WORK_TICKETS)
def offered(request: HttpRequest, number: int) -> HttpResponse:
    """What the client of the ticket may read, by words, or by its subject; in the requester's language."""
    ticket = found_ticket(request, number)
    words = one_line(request.GET.get("q", ""), limit=200)
    reader, language = reader_at(ticket.organisation), known_language(ticket.requester.language)
    hits: list[Hit] = []
    for tongue in dict.fromkeys((language, DEFAULT)):
        hits = hits or (
            search(words, reader=reader, language=tongue, size=6)
            if words
            else suggest(ticket.subject, reader=reader, language=tongue, size=6)
        )
    found = _in_language([hit.article for hit in hits], language, reader)
    context = {"offers": [_offer(each) for each in found], "words": words}
    return part(request, "knowledge/_offered.html", context, now=clock.now())


@allow(Act.WRITE_ARTICLES)
def making(request: HttpRequest, number: int) -> HttpResponse:
    """A draft of what the ticket taught: what was seen, why, and what helps; without a word of the client's."""
    ticket = found_ticket(request, number)
    initial = {"title": ticket.subject, "owner": person_of(request).pk}
    form = NewForm(said_by(request), initial=initial)

    def make(said: dict[str, Any]) -> str:
        text = Text(title=said["title"], source=_of_ticket(ticket), note=f"Made of ticket {ticket.pk}")
        by, language = person_of(request), said["language"]
        key = do_once(
            request,
            lambda: begin_article(text, form.settings(), language=language, ticket=ticket.pk, by=by).pk,
        )
        return reverse("desk:article", args=[key])

    sheet = Sheet(
        title="Make an article of this ticket",
        button="Begin the draft",
        back=ticket_url(ticket.pk),
        lead="It begins with cause and fix. Nothing of the client is taken over; read it before you ask for review.",
        place="articles",
    )
    return ask(request, form, sheet, make)


def _in_language(keys: list[int], language: str, reader: Reader) -> list[Article]:
    """Each once, in the reader's language where there is a published text in it, in the order of what was found."""
    rows = (
        readable(reader).filter(Q(pk__in=keys) | Q(original__in=keys) | Q(translations__in=keys)).distinct()
    )
    by_family: dict[int, dict[str, Article]] = {}
    family_of: dict[int, int] = {}
    for each in rows.select_related("category"):
        family = each.original_id or each.pk
        by_family.setdefault(family, {})[each.language] = each
        family_of[each.pk] = family
    found = []
    for key in keys:
        texts = by_family.pop(family_of.get(key, 0), {})
        if chosen := texts.get(language) or next((each for each in texts.values() if each.pk == key), None):
            found.append(chosen)
    return found


def _offer(article: Article) -> Offered:
    title = article.published.title if article.published else article.title
    tongue = "" if article.language == DEFAULT else f", {article.get_language_display()}"
    return Offered(
        title,
        f"{title}: {settings.SITE_URL}{article.path}",
        f"{article.category.name}{tongue}",
        article.path,
    )


def _of_ticket(ticket: Ticket) -> str:
    """The newest cause and fix; headings to be filled in where there is none yet."""
    fix = Fix.objects.filter(ticket=ticket).order_by("-pk").first()
    cause = fix.cause if fix else ""
    solution = "\n\n".join(filter(None, (fix.solution, fix.prevention))) if fix else ""
    return (
        f"## What you see\n\n{ticket.subject}\n\n## Why\n\n{cause}\n\n## What to do\n\n{solution}\n".strip()
        + "\n"
    )
