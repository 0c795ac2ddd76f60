"""Nobody took a call on the line for Priority 1: a cause to page somebody."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("duty", "0003_pages_that_are_done")]
    operations = [
        migrations.AlterField(
            model_name="page",
            name="cause",
            field=models.CharField(
                choices=[
                    ("overdue", "A promise is overdue"),
                    ("not_taken", "A word was not taken in time"),
                    ("list_empty", "A client's emergency list is empty"),
                    ("suspected", "An interruption is suspected"),
                    ("channels_failed", "Every channel of a contact failed"),
                    ("call", "Nobody took a call on the line for Priority 1"),
                    ("test", "A test"),
                ],
                max_length=20,
            ),
        ),
    ]
