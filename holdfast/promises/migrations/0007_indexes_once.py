"""An index that begins another one is kept no longer: each row that is written paid for both."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("clients", "0006_reference_and_preference"),
        ("incidents", "0012_attendance_at_maintenance"),
        ("promises", "0006_owed_by_tickets"),
        ("tickets", "0004_opened"),
    ]

    operations = [
        migrations.AlterField(
            model_name="promise",
            name="affected",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="promises",
                to="incidents.affected",
            ),
        ),
        migrations.AlterField(
            model_name="promise",
            name="organisation",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="promises",
                to="clients.organisation",
            ),
        ),
        migrations.AlterField(
            model_name="promise",
            name="reached",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="promises",
                to="incidents.reached",
            ),
        ),
        migrations.AlterField(
            model_name="promise",
            name="ticket",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="promises",
                to="tickets.ticket",
            ),
        ),
    ]
