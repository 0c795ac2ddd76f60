"""Bring shifts and absences of a rota as an iCalendar file: what it would change is shown first."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from holdfast.duty.importing.carrying_out import How, Plan, carry_out, plan_import
from holdfast.duty.models import Rota
from holdfast.files import storage
from holdfast.kernel import clock, tokens
from holdfast.kernel.refusal import Refused
from holdfast.people.acts import Act
from holdfast.people.door import allow
from holdfast.web.acting import put_refusal
from holdfast.web.duty.rotas import found_rota
from holdfast.web.frame import person_of, show, zone_of
from holdfast.web.office.fields import CalendarFileForm, said_by

_PURPOSE: Final = "duty import"
_SHOWN: Final = 300
_TONES: Final = {How.NEW: "kept", How.CHANGED: "accent", How.ENDED: "soon"}


@allow(Act.CHANGE_ROTAS)
def importing(request: HttpRequest, key: int) -> HttpResponse:
    """The form, the preview of a file, and its writing."""
    rota = found_rota(key)
    if request.method == "POST" and "kept" in request.POST:
        return _write(request, rota)
    form = CalendarFileForm(said_by(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        content = form.cleaned_data["file"]
        try:
            return _preview(request, rota, content, plan_import(rota, content, at=clock.now()))
        except Refused as refused:
            put_refusal(form, refused)
    status = 422 if request.method == "POST" else 200
    return show(request, "duty/import.html", {"rota": rota, "form": form}, place="duty", status=status)


def _write(request: HttpRequest, rota: Rota) -> HttpResponse:
    """Write the file that was previewed; where it would change something else by now, that is shown instead."""
    kept, proof = request.POST["kept"], request.POST.get("proof", "")
    if not tokens.is_signed(proof, _PURPOSE, kept, rota.pk, person_of(request).pk):
        raise BadRequest("This preview is not yours.")
    content = storage.read(kept)
    plan, is_written = carry_out(rota, content, digest=request.POST.get("digest", ""), by=person_of(request))
    if not is_written:
        return _preview(request, rota, content, plan, is_stale=True)
    told = ", ".join(f"{plan.counts[how]} {how.value}" for how in _TONES if plan.counts[how])
    messages.success(request, f"The file is written: {told}. Whom it concerns is told by mail.")
    return HttpResponseRedirect(reverse("desk:duty-rota", args=[rota.pk]))


def _preview(
    request: HttpRequest, rota: Rota, content: bytes, plan: Plan, *, is_stale: bool = False
) -> HttpResponse:
    now = clock.now()
    context = {
        "rota": rota,
        "problems": plan.problems[:_SHOWN],
        "counts": [(how, count) for how, count in plan.counts.items() if count],
        "planned": [(each, _TONES[each.how]) for each in plan.to_write[:_SHOWN]],
        "to_write": len(plan.to_write),
        "is_stale": is_stale,
        "zone": zone_of(request),
    }
    if plan.to_write and not plan.problems:
        kept = storage.store(content, at=now).sha256
        proof = tokens.sign(_PURPOSE, kept, rota.pk, person_of(request).pk)
        context["hidden"] = {"kept": kept, "proof": proof, "digest": plan.digest}
    status = 422 if plan.problems else 409 if is_stale else 200
    return show(request, "duty/import_preview.html", context, place="duty", status=status, now=now)
