"""The rules of the zones are kept, release by release of the zone data; those in use from here on."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("calendars", "0002_versions_stand")]
    operations = [
        migrations.CreateModel(
            name="ZoneRules",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("zone", models.CharField(max_length=60)),
                ("tzdata", models.CharField(max_length=20)),
                ("rules", models.BinaryField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("zone", "tzdata"), name="zone_rules_of_release")
                ],
            },
        ),
    ]
