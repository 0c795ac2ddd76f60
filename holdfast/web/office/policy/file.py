"""The draft as a file: downloaded, changed, and brought back; checked the same way as on the page."""

from __future__ import annotations

from typing import Any

import msgspec
from django import forms
from django.http import HttpRequest, HttpResponse

from holdfast.kernel.refusal import Refused
from holdfast.people.acts import Act
from holdfast.people.door import allow
from holdfast.policy.actions import check_document, save_draft
from holdfast.policy.reading import read_policy
from holdfast.web.acting import Sheet, ask
from holdfast.web.frame import person_of
from holdfast.web.office.fields import said_by
from holdfast.web.office.policy.draft import draft_url, found_draft


class FileForm(forms.Form):
    file = forms.FileField(
        label="Policy file",
        help_text="TOML, as it was downloaded. It takes the place of the whole draft.",
        widget=forms.FileInput(attrs={"accept": ".toml"}),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)


@allow(Act.PUBLISH_POLICY)
def upload(request: HttpRequest, policy: int) -> HttpResponse:
    """Bring a file as the draft; what can be read is kept, and the draft says what is still wrong with it."""
    version = found_draft(policy)
    form = FileForm(said_by(request), request.FILES or None, initial={"revision": version.revision})
    sheet = Sheet(
        title="Bring a policy file",
        button="Put it in place of the draft",
        back=draft_url(version.policy),
        lead="Nothing is in force before you publish.",
        place="policy",
        has_files=True,
    )

    def bring(said: dict[str, Any]) -> str:
        document = _read(said["file"].read())
        document = msgspec.structs.replace(document, name=version.policy.name)
        save_draft(version, document=document, revision=said["revision"], by=person_of(request))
        wrong = sum(problem.is_error for problem in check_document(document))
        if wrong:
            return (
                f"The file is the draft now. {wrong} thing{'s' if wrong > 1 else ''} in it cannot stand yet."
            )
        return "The file is the draft now, and nothing in it is wrong."

    return ask(request, form, sheet, bring)


def _read(content: bytes) -> Any:
    """The document in the file; what cannot be read is refused at the file, with the field that it names."""
    try:
        return read_policy(content)
    except Refused as refused:
        where = f" At {refused.field}." if refused.field else ""
        raise Refused(f"{refused.message}{where}", code=refused.code, field="file") from None
