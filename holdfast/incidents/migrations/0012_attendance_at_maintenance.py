import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0011_short_notice"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="attendance",
            name="interruption",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="attendances",
                to="incidents.interruption",
            ),
        ),
        migrations.AddField(
            model_name="attendance",
            name="maintenance",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="attendances",
                to="incidents.maintenance",
            ),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.UniqueConstraint(
                fields=("maintenance", "person"), name="maintenance_attendance_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("interruption", None), ("maintenance__isnull", False)),
                    models.Q(("interruption__isnull", False), ("maintenance", None)),
                    _connector="OR",
                ),
                name="attendance_at_one",
            ),
        ),
    ]
