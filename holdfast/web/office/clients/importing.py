"""Bring clients, components, use or monitors as a file: what it would change is shown first, and written as shown."""

from __future__ import annotations

from itertools import islice
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.urls import reverse

from holdfast.catalogue.importing import files
from holdfast.catalogue.importing.carrying_out import carry_out, plan_import
from holdfast.catalogue.importing.kinds import COLUMNS, Kind
from holdfast.catalogue.importing.parts import part_of
from holdfast.catalogue.importing.plan import How, Plan
from holdfast.catalogue.importing.reading import LARGEST
from holdfast.files import storage
from holdfast.kernel import clock, tokens
from holdfast.kernel.refusal import Refused
from holdfast.people.acts import Act, require_may
from holdfast.people.door import allow
from holdfast.web.acting import put_refusal
from holdfast.web.frame import person_of, show
from holdfast.web.office.fields import said_by
from holdfast.web.office.places import client_places

SHOWN: Final = 300
"""Rows of a preview, and wrong rows, that are listed; the rest is counted."""

_PURPOSE: Final = "clients import"
_WORDS: Final = {
    Kind.CLIENTS: ("Clients", "building-2"),
    Kind.COMPONENTS: ("Components", "activity"),
    Kind.USES: ("Who uses what", "link"),
    Kind.MONITORS: ("Monitors", "eye"),
}
_LEADS_TO: Final = {Kind.CLIENTS: "clients", Kind.MONITORS: "monitors"}
_TONES: Final = {How.NEW: "kept", How.CHANGED: "accent", How.ENDED: "soon"}


class FileForm(forms.Form):
    file = forms.FileField(
        label="File",
        help_text="CSV, of one of the four kinds; its first row tells which.",
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv"}),
    )

    def clean_file(self) -> bytes:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(f"A file has {LARGEST // 1024**2} MB at most.")
        content: bytes = file.read()
        return content


@allow(Act.CHANGE_CLIENTS)
def importing(request: HttpRequest) -> HttpResponse:
    """The page of the import, the preview of a file, and its writing."""
    if request.method == "POST" and "kept" in request.POST:
        return _write(request)
    form = FileForm(said_by(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        content = form.cleaned_data["file"]
        try:
            plan = plan_import(content)
            require_may(person_of(request), part_of(plan.kind).act)
        except Refused as refused:
            put_refusal(form, refused)
        else:
            return _preview(request, content, plan)
    kinds = [(kind, *_WORDS[kind], COLUMNS[kind]) for kind in Kind]
    context = {"form": form, "kinds": kinds, "views": client_places(request, "clients-import")}
    status = 422 if request.method == "POST" else 200
    return show(request, "office/clients/import.html", context, place="clients", status=status)


def _write(request: HttpRequest) -> HttpResponse:
    """Write the file that was previewed; where it would change something else by now, that is shown instead."""
    kept, proof = request.POST["kept"], request.POST.get("proof", "")
    if not tokens.is_signed(proof, _PURPOSE, kept, person_of(request).pk):
        raise BadRequest("This preview is not yours.")
    content = storage.read(kept)
    outcome = carry_out(content, digest=request.POST.get("digest", ""), by=person_of(request))
    if not outcome.is_written:
        return _preview(request, content, outcome.plan, is_stale=True)
    counts = outcome.plan.counts
    told = ", ".join(f"{counts[how]} {how.value}" for how in _TONES if counts[how])
    messages.success(request, f"The file is written: {told}.")
    return HttpResponseRedirect(reverse(f"desk:{_LEADS_TO.get(outcome.plan.kind, 'services')}"))


def _preview(request: HttpRequest, content: bytes, plan: Plan, *, is_stale: bool = False) -> HttpResponse:
    now = clock.now()
    changes = [change for change in plan.changes if change.how != How.UNCHANGED]
    context: dict[str, Any] = {
        "plan": plan,
        "kind": _WORDS[plan.kind][0],
        "counts": list(plan.counts.items()),
        "changes": [(each, _TONES[each.how]) for each in islice(changes, SHOWN)],
        "more": max(0, len(changes) - SHOWN),
        "problems": plan.problems[:SHOWN],
        "more_problems": max(0, len(plan.problems) - SHOWN),
        "to_write": len(changes),
        "is_stale": is_stale,
        "views": client_places(request, "clients-import"),
    }
    if changes and not plan.problems:
        kept = storage.store(content, at=now).sha256
        proof = tokens.sign(_PURPOSE, kept, person_of(request).pk)
        context["hidden"] = {"kept": kept, "proof": proof, "digest": plan.digest}
    status = 422 if plan.problems else 409 if is_stale else 200
    return show(
        request, "office/clients/import_preview.html", context, place="clients", status=status, now=now
    )


@allow(Act.CHANGE_CLIENTS)
def template(request: HttpRequest, kind: str) -> HttpResponse:
    """The columns of a kind, with an example."""
    return _file(f"{_kind(kind)}-template.csv", files.template(_kind(kind)))


@allow(Act.CHANGE_CLIENTS)
def present(request: HttpRequest, kind: str) -> HttpResponse:
    """What stands now, in the columns of the import."""
    return _file(f"{_kind(kind)}.csv", files.present(_kind(kind)))


def _kind(said: str) -> Kind:
    try:
        return Kind(said)
    except ValueError:
        raise Http404(said) from None


def _file(name: str, lines: Any) -> HttpResponse:
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer  # type: ignore[return-value]
