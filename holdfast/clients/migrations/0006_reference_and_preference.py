"""What our products call a client, and how a contact would like to be answered (A1, A6)."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("calendars", "0003_zone_rules"),
        ("clients", "0005_former_zones"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="contact",
            name="preferred_channel",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "No preference"),
                    ("mail", "Email"),
                    ("portal", "The portal"),
                    ("phone", "Phone"),
                    ("chat", "Chat"),
                ],
                db_default="",
                default="",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="organisation",
            name="external_reference",
            field=models.CharField(blank=True, db_default="", default="", max_length=120),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("external_reference", ""), _negated=True),
                fields=("external_reference",),
                name="organisation_reference_once",
            ),
        ),
    ]
