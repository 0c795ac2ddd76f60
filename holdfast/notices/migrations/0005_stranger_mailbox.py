from django.db import migrations, models

from holdfast.people.mailbox import Mailbox


class Migration(migrations.Migration):
    dependencies = [("notices", "0004_channels"), ("people", "0003_throttles")]

    operations = [
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                Mailbox("address"),
                models.F("written_at"),
                condition=models.Q(("is_counted", True), ("to_stranger", True)),
                name="delivery_stranger_mailbox",
            ),
        ),
    ]
