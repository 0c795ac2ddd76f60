"""A chat knows since when its first answer was waited for in it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("channels", "0010_console_forms"),
    ]

    operations = [
        migrations.AddField(
            model_name="conversation",
            name="waited_from",
            field=models.DateTimeField(null=True),
        ),
    ]
