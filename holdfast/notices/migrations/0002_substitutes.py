from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="delivery",
            name="is_substitute",
            field=models.BooleanField(default=False),
        ),
    ]
