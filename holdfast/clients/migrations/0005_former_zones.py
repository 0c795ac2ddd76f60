"""By which time zones a client's clock went before: months that are over stay as they were reckoned."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("clients", "0004_organisation_entered_at"),
    ]

    operations = [
        migrations.CreateModel(
            name="FormerZone",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("time_zone", models.CharField(max_length=60)),
                ("until_at", models.DateTimeField()),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="former_zones",
                        to="clients.organisation",
                    ),
                ),
            ],
        ),
    ]
