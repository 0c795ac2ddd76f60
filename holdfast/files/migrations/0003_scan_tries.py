from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("files", "0002_verdict")]

    operations = [
        migrations.AddField(
            model_name="storedfile",
            name="scan_tries",
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AlterField(
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
                    ("given_up", "can't be scanned: the scanner fails on it"),
                ],
                db_default="",
                default="",
                max_length=10,
            ),
        ),
    ]
