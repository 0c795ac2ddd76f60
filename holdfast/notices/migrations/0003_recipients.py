import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0002_substitutes"),
    ]

    operations = [
        migrations.AddField(
            model_name="notice",
            name="recipients",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=django.contrib.postgres.indexes.BrinIndex(
                autosummarize=True, fields=["created_at"], name="notice_created"
            ),
        ),
    ]
