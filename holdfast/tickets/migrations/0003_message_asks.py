"""Which message is a question for whose answer the ticket waits."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tickets", "0002_search")]
    operations = [
        migrations.AddField(
            model_name="message", name="asks", field=models.BooleanField(default=False, db_default=False)
        )
    ]
