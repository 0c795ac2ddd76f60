"""Did this help? An answer from anybody, of whom nothing is kept, and a word with it."""

from __future__ import annotations

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from holdfast.help.article import found_article
from holdfast.help.frame import part, reader_for, show
from holdfast.kernel.refusal import Refused
from holdfast.kernel.text import scrub
from holdfast.kernel.tokens import is_signed, sign
from holdfast.knowledge.actions.counting import say_whether_it_helped
from holdfast.knowledge.models import Feedback
from holdfast.people.door import ANYONE, allow

_PURPOSE = "help-answer"


@csrf_exempt  # the page is the same for everybody, so it has no token; whoever answers is nobody in particular
@allow(ANYONE)
@require_POST
def answer(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """Yes or no is counted at once; a word for it may follow."""
    found = found_article(reader_for(request), language, slug)
    values: dict[str, object] = {"article": found, "helped": request.POST.get("helped") == "yes"}
    if not ratelimit.consume(request, action="help_answer"):
        values["refused"] = gettext_lazy("There were many answers from here. Try again in a minute.")
    elif given := _given(request, found.pk):
        given.word = scrub(request.POST.get("word", "")).strip()[:1000]
        given.save(update_fields=["word"])
    else:
        try:
            made = say_whether_it_helped(found, helped=bool(values["helped"]))
        except Refused as refused:
            values["refused"] = refused.message
        else:
            values["token"] = f"{made.pk}-{sign(_PURPOSE, found.pk, made.pk)}"
    if getattr(request, "htmx", False):
        return part(request, "help/_answered.html", values, language=language)
    return show(request, "help/answered.html", values, language=language, kept=False)


def _given(request: HttpRequest, article: int) -> Feedback | None:
    """The answer that the word belongs to, if its token is ours and it has no word yet."""
    key, _, signature = request.POST.get("token", "").partition("-")
    if not key.isascii() or not key.isdigit() or len(key) > 18:
        return None
    if not is_signed(signature, _PURPOSE, article, int(key)):
        return None
    return Feedback.objects.filter(pk=int(key), article=article, word="").first()
