"""What the networks say of a caller's number, the provider's copy of a recording, the form of a console's ticket."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("channels", "0005_calls")]

    operations = [
        migrations.AddField("call", "number_check", models.CharField(blank=True, max_length=40, default="")),
        migrations.AddField(
            "call",
            "copy_state",
            models.CharField(
                blank=True,
                choices=[
                    ("", "There"),
                    ("due", "To be removed there"),
                    ("removed", "Removed there"),
                    ("stays", "Could not be removed there"),
                ],
                default="",
                max_length=10,
            ),
        ),
        migrations.AddField("call", "copy_next_at", models.DateTimeField(null=True)),
        migrations.AddField("call", "copy_tries", models.PositiveSmallIntegerField(default=0)),
        migrations.AddIndex(
            "call",
            models.Index(
                condition=models.Q(("copy_next_at__isnull", False)),
                fields=["copy_next_at"],
                name="call_copy_due",
            ),
        ),
        migrations.AddField(
            "consoleorigin", "sent_by", models.CharField(max_length=64, null=True, unique=True)
        ),
        migrations.AddField("phoneline", "keeps_copies", models.BooleanField(default=False)),
    ]
