"""The way to the chats that were answered lately, of which every page with the panel asks how long that took."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("channels", "0007_chat_turns")]

    operations = [
        migrations.AddIndex(
            model_name="conversation",
            index=models.Index(
                condition=models.Q(("answered_at__isnull", False), ("is_live", True)),
                fields=["-began_at"],
                name="conversation_answered",
            ),
        ),
    ]
