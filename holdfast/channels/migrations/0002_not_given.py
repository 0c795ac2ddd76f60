"""Which mails the server of a mailbox refuses to give."""

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("channels", "0001_initial")]
    operations = [
        migrations.AddField(
            model_name="mailbox",
            name="not_given",
            field=ArrayField(base_field=models.BigIntegerField(), null=True, size=None),
        ),
    ]
