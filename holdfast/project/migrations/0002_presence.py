"""The table of the workers that arrived."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: list = [("project", "0001_heartbeat")]

    operations = [
        migrations.CreateModel(
            name="Presence",
            fields=[
                ("number", models.IntegerField(primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=60)),
                ("missed_at", models.DateTimeField(null=True)),
            ],
        ),
    ]
