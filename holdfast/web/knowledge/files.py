"""Files put into an article: chosen, pasted or dropped; answered with how the text names them."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.views.decorators.http import require_POST

from holdfast.kernel.refusal import Forbidden, Refused
from holdfast.knowledge.actions.files import add_file
from holdfast.knowledge.pictures import LARGEST
from holdfast.people.acts import Act
from holdfast.people.door import allow
from holdfast.web.frame import person_of
from holdfast.web.knowledge.found import found_article
from holdfast.web.knowledge.listing import article_url


@allow(Act.WRITE_ARTICLES)
@require_POST
def files(request: HttpRequest, key: int) -> HttpResponse:
    """Keep them; to the editor's script the Markdown of each is said, a plain form goes back to the page."""
    found = found_article(key)
    by_script = bool(getattr(request, "htmx", False))
    try:
        added = [
            add_file(found, each.read(LARGEST + 1), each.name or "file", by=person_of(request)).markdown
            for each in request.FILES.getlist("files")[:20]
        ]
    except Forbidden as refused:
        raise PermissionDenied(refused.message) from None
    except Refused as refused:
        if by_script:
            return JsonResponse({"error": refused.message}, status=422)
        messages.error(request, refused.message)
    else:
        if by_script:
            return JsonResponse({"markdown": added})
    return HttpResponseRedirect(f"{article_url(found)}#files")
