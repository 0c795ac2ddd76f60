"""The number of an article's settings, by which a form that grew old is known; tickets of those who had read one."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0002_search")]

    operations = [
        migrations.AddField("article", "settings_number", models.PositiveIntegerField(default=1)),
        migrations.CreateModel(
            "ReadBefore",
            [
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ticket", models.BigIntegerField(unique=True)),
                ("at", models.DateTimeField()),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="read_before",
                        to="knowledge.article",
                    ),
                ),
            ],
        ),
    ]
