"""The share of a client's promises that were kept, from an index alone."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # an index is built without stopping anybody
    dependencies = [("promises", "0001_initial")]
    operations = [
        AddIndexConcurrently(
            "promise",
            models.Index(
                fields=["organisation", "start_at"], name="promise_client", include=["state", "broken_at"]
            ),
        )
    ]
