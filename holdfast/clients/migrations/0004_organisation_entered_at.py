"""Since when an organisation is known: what is owed each quarter is owed from the next one on."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("clients", "0003_list_reviews"),
    ]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="entered_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
