"""Prepared words: written in quiet times, chosen in a hurry."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from holdfast.incidents.facts import WordTemplateDropped, WordTemplateWritten
from holdfast.incidents.models import BulletinKind, WordTemplate
from holdfast.incidents.rules import PARTS
from holdfast.incidents.variables import require_variables
from holdfast.kernel import clock
from holdfast.kernel.facts import record
from holdfast.kernel.refusal import Refused
from holdfast.kernel.text import one_line, scrub
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person


@transaction.atomic
def write_template(
    *, kind: str, name: str, parts: Mapping[str, str], template: WordTemplate | None = None, by: Person
) -> WordTemplate:
    """Make one, or change one of that kind. Refused: `no_words`, `no_such_variable`, `name_taken`, at their fields."""
    require_may(by, Act.CHANGE_TEMPLATES)
    at, name = clock.now(), one_line(name, limit=100)
    kept = {field: scrub(parts.get(field, "")).strip() for field in PARTS[BulletinKind(kind)]}
    if not any(kept.values()):
        raise Refused("There are no words in it.", code="no_words", field=next(iter(kept)))
    for field, text in kept.items():
        require_variables(text, field=field)
    template = template or WordTemplate(kind=kind)
    if WordTemplate.objects.filter(name=name).exclude(pk=template.pk).exists():
        raise Refused("Another template has this name.", code="name_taken", field="name")
    template.name, template.parts, template.by, template.at = name, kept, by, at
    template.save()
    record(WordTemplateWritten(template=template.pk, name=name), by=by.actor, at=at)
    return template


@transaction.atomic
def drop_template(template: WordTemplate, *, by: Person) -> None:
    """It is not wanted any more; what was sent with its help stands."""
    require_may(by, Act.CHANGE_TEMPLATES)
    record(WordTemplateDropped(template=template.pk, name=template.name), by=by.actor, at=clock.now())
    template.delete()
