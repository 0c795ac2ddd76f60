from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0002_search")]

    operations = [
        migrations.AddField("article", "settings_number", models.PositiveIntegerField(default=1)),
    ]
