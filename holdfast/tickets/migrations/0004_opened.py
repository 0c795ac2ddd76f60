"""How many tickets were opened within an hour, without reading all of them."""

from django.contrib.postgres.indexes import BrinIndex
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations


class Migration(migrations.Migration):
    atomic = False  # an index is built without stopping anybody
    dependencies = [("tickets", "0003_message_asks")]
    operations = [
        AddIndexConcurrently(
            "ticket", BrinIndex(fields=["opened_at"], name="ticket_opened", pages_per_range=16)
        )
    ]
