from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("duty", "0002_suspected")]

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
                    ("test", "A test"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="page",
            name="acknowledged_via",
            field=models.CharField(
                blank=True,
                choices=[
                    ("desk", "at the desk"),
                    ("link", "by the link"),
                    ("key", "by a key in the call"),
                    ("done", "as it was done"),
                ],
                max_length=8,
            ),
        ),
    ]
