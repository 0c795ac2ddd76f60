"""Write a word: one form for all who write it, what it keeps, whom it reaches, and what they will read."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from holdfast.incidents.actions.drafting import keep_text
from holdfast.incidents.confirmers import CONFIRMERS
from holdfast.incidents.models import BulletinKind, Interruption, WordTemplate
from holdfast.incidents.variables import filled
from holdfast.kernel import clock
from holdfast.kernel.refusal import Forbidden, Refused
from holdfast.people.acts import Act
from holdfast.people.door import allow
from holdfast.web.acting import go_back, put_refusal
from holdfast.web.frame import part, person_of, show, zone_of
from holdfast.web.interruptions.found import found_interruption
from holdfast.web.interruptions.words.boxes import reach_in
from holdfast.web.interruptions.words.context import previewed, told_of, words_context
from holdfast.web.interruptions.words.kinds import WRITINGS, writing_of
from holdfast.web.interruptions.words.preview import mail_of
from holdfast.web.interruptions.words.writing import OWN, Writing
from holdfast.web.office.fields import said_by
from holdfast.web.office.mail.outbox import HTML_POLICY
from holdfast.web.shared_fields import (
    answer_text,
    drafts_of,
    newer_than_seen,
    number_in,
    require_fields_seen,
    said_by_now,
)


@allow(Act.TELL_OF_INTERRUPTION)
def report(request: HttpRequest, key: int) -> HttpResponse:
    """The complete report; what is missing is asked for at its field."""
    return _write(request, key, WRITINGS[BulletinKind.REPORT])


@allow(Act.TELL_OF_INTERRUPTION)
def update(request: HttpRequest, key: int) -> HttpResponse:
    """What is new, while it is down."""
    return _write(request, key, WRITINGS[BulletinKind.UPDATE])


@allow(CONFIRMERS)
def restoration(request: HttpRequest, key: int) -> HttpResponse:
    """It is back, all of it or what is ticked."""
    return _write(request, key, WRITINGS[BulletinKind.RESTORED])


@allow(Act.TELL_OF_INTERRUPTION)
def cause(request: HttpRequest, key: int) -> HttpResponse:
    """What is known of the cause by now."""
    return _write(request, key, WRITINGS[BulletinKind.CAUSE])


@allow(Act.TELL_OF_INTERRUPTION)
def analysis(request: HttpRequest, key: int) -> HttpResponse:
    """Root cause, impact and resolution steps: kept as far as they are known, sent when all are."""
    return _write(request, key, WRITINGS[BulletinKind.ANALYSIS])


@allow(CONFIRMERS)
def retraction(request: HttpRequest, key: int) -> HttpResponse:
    """It was none."""
    return _write(request, key, WRITINGS[BulletinKind.RETRACTION])


@allow(Act.TELL_OF_INTERRUPTION)
def text(request: HttpRequest, key: int, kind: str, name: str) -> HttpResponse:
    """One field: on POST what is typed is kept, for all who write it; else as it stands now."""
    found, writing = found_interruption(key), writing_of(kind)
    initial = said_by_now(writing.before(found), drafts_of(found, writing.kind))
    form = writing.form_for(found, initial=initial, zone=zone_of(request))
    if name not in form.fields or name in OWN:
        raise Http404("There is no such field.")
    return answer_text(request, found, writing.kind, form[name])


@allow(Act.TELL_OF_INTERRUPTION)
def preview(request: HttpRequest, key: int, kind: str) -> HttpResponse:
    """What is missing, and what each kind of reader of one client would get now."""
    found, writing = found_interruption(key), writing_of(kind)
    said = said_by_now(writing.before(found), drafts_of(found, writing.kind))
    which = "_read" if "card" in request.GET else "_preview"
    return part(
        request,
        f"interruptions/words/{which}.html",
        previewed(request, found, writing, said, told_of(request, found, writing, now=clock.now())),
        now=clock.now(),
    )


@allow(Act.TELL_OF_INTERRUPTION)
def mail(request: HttpRequest, key: int, kind: str) -> HttpResponse:
    """The mail for a frame of its own, in which nothing runs and nothing is fetched."""
    found, writing = found_interruption(key), writing_of(kind)
    rows = found.affected.select_related("organisation__account_manager")
    to = request.GET.get("to", "")
    chosen = rows.filter(pk=number_in(to)).first() or rows.order_by("organisation__name").first()
    if chosen is None:
        raise Http404("Nobody is affected yet.")
    said = said_by_now(writing.before(found), drafts_of(found, writing.kind))
    answer = HttpResponse(mail_of(found, writing, said, chosen).html)
    answer.headers["Content-Security-Policy"] = HTML_POLICY
    return answer


@allow(Act.TELL_OF_INTERRUPTION)
def template(request: HttpRequest, key: int, kind: str) -> HttpResponse:
    """Choose prepared words into the form; what stood in a field is kept under it."""
    found, writing = found_interruption(key), writing_of(kind)
    number = number_in(request.POST.get("template"))
    chosen = WordTemplate.objects.filter(pk=number, kind=writing.kind).first()
    if chosen is not None:
        drafts, person = drafts_of(found, writing.kind), person_of(request)
        for name, words in filled(chosen.parts, found, at=clock.now()).items():
            seen = drafts[name].number if name in drafts else 0
            keep_text(found, kind=writing.kind, name=name, text=words, seen=seen, by=person)
    return go_back(request, reverse(f"desk:interruption-{writing.address}", args=[found.pk]), "")


def _write(request: HttpRequest, key: int, writing: Writing) -> HttpResponse:
    found = found_interruption(key)
    drafts = drafts_of(found, writing.kind)
    initial = said_by_now(writing.before(found), drafts)
    form = writing.form_for(found, said_by(request), initial, zone=zone_of(request))
    keeping = writing.keeping if "keep" in request.POST else None
    newer = newer_than_seen(drafts, request.POST, by=person_of(request))
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                Interruption.objects.locked(found.pk)  # who sends at the same instant comes after
                _require_nothing_newer(found, request)
                require_fields_seen(newer, drafts)
                act = keeping.keep if keeping else writing.send
                act(found, form.cleaned_data, reach_in(request.POST), person_of(request))
        except Forbidden as refused:
            raise PermissionDenied(refused.message) from None
        except Refused as refused:
            put_refusal(form, refused)
        else:
            return go_back(request, reverse("desk:interruption", args=[found.pk]), (keeping or writing).told)
    now = clock.now()
    context = words_context(request, found, writing, now=now, form=form, conflicts=newer)
    status = 422 if request.method == "POST" else 200
    if getattr(request, "htmx", False):
        return part(request, "interruptions/words/_form.html", context, now=now, status=status)
    page = "interruptions/words/page.html"
    return show(request, page, context, place="interruptions", now=now, status=status)


def _require_nothing_newer(found: Interruption, request: HttpRequest) -> None:
    """Nobody sends past a word that they have not seen, nor the same one twice."""
    seen = request.POST.get("seen_word")
    newer = found.bulletins.filter(pk__gt=number_in(seen)).select_related("by").last() if seen else None
    if newer is not None:
        raise Refused(
            f"{newer.by} sent “{BulletinKind(newer.kind).label}” while you were writing. Read it, then send.",
            code="newer",
        )
