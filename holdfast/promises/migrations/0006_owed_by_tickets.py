"""What falls due in the queue is found without what is owed to clients beside it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("promises", "0005_reviews"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="promise",
            name="promise_owed",
        ),
        migrations.AddIndex(
            model_name="promise",
            index=models.Index(
                condition=models.Q(
                    ("state__in", ["running", "broken"]),
                    models.Q(("ticket__isnull", False), ("climb__isnull", False), _connector="OR"),
                ),
                fields=["due_at"],
                name="promise_owed",
            ),
        ),
    ]
