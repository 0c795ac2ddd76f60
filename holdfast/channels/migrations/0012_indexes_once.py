"""An index that begins another one is kept no longer: each row that is written paid for both."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("channels", "0011_chat_waited_from"),
    ]

    operations = [
        migrations.AlterField(
            model_name="chatmessage",
            name="conversation",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="messages",
                to="channels.conversation",
            ),
        ),
    ]
