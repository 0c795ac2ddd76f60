"""Which form of a console was sent is kept where it is for every form."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("channels", "0009_whispers")]

    operations = [migrations.RemoveField("consoleorigin", "sent_by")]
