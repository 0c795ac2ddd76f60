from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("files", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="storedfile",
            name="verdict",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "not scanned"),
                    ("clean", "no virus found"),
                    ("infected", "infected"),
                    ("encrypted", "can't be scanned: encrypted"),
                    ("too_large", "can't be scanned: too large"),
                ],
                db_default="",
                default="",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="storedfile",
            name="verdict_name",
            field=models.CharField(blank=True, db_default="", default="", max_length=120),
        ),
        migrations.AddField(
            model_name="storedfile",
            name="scan_after",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name="storedfile",
            index=models.Index(
                condition=models.Q(("verdict", "")), fields=["stored_at"], name="file_unscanned"
            ),
        ),
    ]
