"""The number by which somebody who calls is known."""

from typing import Any

import phonenumbers
from django.db import migrations, models


def read_numbers(apps: Any, schema_editor: Any) -> None:
    """Of those that are written with their country; the others are read when they are next changed."""
    persons = apps.get_model("people", "Person")
    for person in persons.objects.filter(phone__contains="+").only("pk", "phone").iterator():
        try:
            found = phonenumbers.parse(person.phone, None)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_possible_number(found):
            number = phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164)
            persons.objects.filter(pk=person.pk).update(number=number)


class Migration(migrations.Migration):
    dependencies = [("people", "0003_throttles")]
    operations = [
        migrations.AddField(
            model_name="person",
            name="number",
            field=models.CharField(blank=True, db_default="", default="", max_length=16),
        ),
        migrations.RunPython(read_numbers, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                condition=models.Q(("number", ""), _negated=True), fields=["number"], name="person_number"
            ),
        ),
    ]
