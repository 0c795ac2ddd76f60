"""The editor: Markdown on one side, what readers will see on the other; what is saved is a revision."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from holdfast.kernel import clock
from holdfast.kernel.refusal import Forbidden, Refused
from holdfast.knowledge.actions.reviewing import may_approve
from holdfast.knowledge.actions.writing import LONGEST, Text, begin_article, save_revision
from holdfast.knowledge.languages import RIGHT_TO_LEFT
from holdfast.knowledge.models import Article, State
from holdfast.knowledge.rendering import render
from holdfast.look.once import do_once
from holdfast.look.pieces import when
from holdfast.look.replies import tell
from holdfast.people.acts import Act, may
from holdfast.people.door import STAFF, allow
from holdfast.web.acting import Sheet, ask
from holdfast.web.frame import part, person_of, show, ticket_url, zone_of
from holdfast.web.knowledge.forms import NewForm, TextForm
from holdfast.web.knowledge.found import found_article, found_revision
from holdfast.web.knowledge.listing import TONES, article_url
from holdfast.web.knowledge.original import original_of, tongues_of
from holdfast.web.knowledge.places import article_places
from holdfast.web.office.fields import said_by

TOOLS: Final = (
    ("bold", "Bold (Ctrl+B)", "B"),
    ("italic", "Italic (Ctrl+I)", "I"),
    ("link", "Link (Ctrl+K)", "Link"),
    ("heading", "Heading", "H"),
    ("list", "List", "•"),
    ("numbers", "Numbered list", "1."),
    ("code", "Code", "</>"),
    ("block", "Block of code", "{ }"),
    ("quote", "Quotation", "“"),
    ("callout", "Callout", "!"),
    ("table", "Table", "▦"),
)
"""The toolbar: what it does, its words, its face."""
MOST_TICKETS: Final = 50


@allow(Act.WRITE_ARTICLES)
def beginning(request: HttpRequest) -> HttpResponse:
    """A title and a place; the text follows in the editor."""
    form = NewForm(said_by(request), initial={"owner": person_of(request).pk})

    def begin(said: dict[str, Any]) -> str:
        text = Text(title=said["title"])
        by, language = person_of(request), said["language"]
        key = do_once(request, lambda: begin_article(text, form.settings(), language=language, by=by).pk)
        return reverse("desk:article", args=[key])

    sheet = Sheet(
        title="A new article",
        button="Begin",
        back=reverse("desk:articles"),
        lead="It stays a draft until a second person approves it.",
        place="articles",
    )
    return ask(request, form, sheet, begin)


@allow(STAFF)
def article(request: HttpRequest, key: int) -> HttpResponse:
    """The newest revision in the editor; who may not write reads it. POST saves."""
    found = found_article(key)
    if request.method == "POST":
        if not may(person_of(request), Act.WRITE_ARTICLES):
            raise PermissionDenied("You may read articles here, not write them.")
        return _save(request, found)
    return _page(request, found)


@allow(Act.WRITE_ARTICLES)
@require_POST
def preview(request: HttpRequest, key: int) -> HttpResponse:
    """What is typed, as readers will see it; nothing is kept."""
    found = found_article(key)
    made = render(request.POST.get("source", "")[:LONGEST])
    context = {"body": SafeString(made.html), "article": found, "direction": _direction(found)}
    return part(request, "knowledge/_preview.html", context, now=clock.now())


def _save(request: HttpRequest, found: Article) -> HttpResponse:
    form = TextForm(request.POST)
    is_htmx = bool(getattr(request, "htmx", False))
    refusal = ""
    if form.is_valid():
        try:
            found = save_revision(
                found,
                form.text(),
                seen=form.cleaned_data["seen"],
                follows_original=form.cleaned_data["follows"],
                by=person_of(request),
            )
        except Forbidden as refused:
            raise PermissionDenied(refused.message) from None
        except Refused as refused:
            refusal = refused.message
    else:
        refusal = " ".join(f"{name.title()}: {errors[0]}" for name, errors in form.errors.items())
    if refusal and not is_htmx:
        return _page(request, found, typed=form, refusal=refusal)
    if not is_htmx:
        return tell(request, HttpResponseRedirect(article_url(found)), f"Saved as revision {found.newest}")
    now = clock.now()
    context = _state(request, found_article(found.pk), now=now, refusal=refusal)
    answer = part(request, "knowledge/_state.html", context, now=now, status=422 if refusal else 200)
    return answer if refusal else tell(request, answer, f"Saved as revision {found.newest}")


def _page(
    request: HttpRequest, found: Article, *, typed: TextForm | None = None, refusal: str = ""
) -> HttpResponse:
    newest, now = found_revision(found, found.newest), clock.now()
    said: dict[str, Any] = {"title": newest.title, "summary": newest.summary, "source": newest.source}
    if typed is not None:
        said = {name: typed.data.get(name, "") for name in (*said, "note")}
    context = {
        **_state(request, found, now=now, refusal=refusal),
        "said": said,
        "body": SafeString(render(said["source"]).html),
        "direction": _direction(found),
        "tools": TOOLS,
        "files": [
            (each.filename, each.path, each.markdown, each.is_picture) for each in found.files.order_by("pk")
        ],
        "wrote_after": [(f"#{number}", ticket_url(number)) for number in _wrote_after(found)],
        "views": article_places(request, "", now=now),
    }
    status = 422 if refusal else 200
    return show(request, "knowledge/editor.html", context, place="articles", status=status, now=now)


def _state(request: HttpRequest, found: Article, *, now: datetime, refusal: str = "") -> dict[str, Any]:
    """How far it is, and what may be done with it by whoever looks."""
    person, zone = person_of(request), zone_of(request)
    may_write, state = may(person, Act.WRITE_ARTICLES), State(found.state)
    return {
        "article": found,
        "state": state.label,
        "tone": TONES.get(state, ""),
        "appears": when(found.publish_at, now=now, zone=zone) if found.publish_at else "",
        "refusal": refusal,
        "original": original_of(found),
        "tongues": tongues_of(found),
        "is_outdated": found.is_outdated,
        "may_ask": may_write and state == State.DRAFT,
        "may_approve": state == State.REVIEW and may_approve(found, person),
        "wrote_it": state == State.REVIEW
        and may(person, Act.APPROVE_ARTICLES)
        and not may_approve(found, person),
        "may_return": may_write and state in (State.REVIEW, State.SCHEDULED),
        "may_check": may_write and found.published is not None,
        "may_archive": may(person, Act.APPROVE_ARTICLES) and state != State.ARCHIVED,
        "may_write": may_write,
    }


def _wrote_after(found: Article) -> list[int]:
    """The newest tickets of those who had read it: what it does not say, or does not say well."""
    rows = found.read_before.order_by("-at").values_list("ticket", flat=True)
    return list(rows[:MOST_TICKETS])


def _direction(found: Article) -> str:
    return "rtl" if found.language in RIGHT_TO_LEFT else "ltr"
