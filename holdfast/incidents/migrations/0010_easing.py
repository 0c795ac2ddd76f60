import django.db.models.deletion
from django.db import migrations, models

COUNTED = """
UPDATE incidents_affected a SET degraded_is_down = true
 WHERE a.restored_at IS NULL AND a.is_unavailable
   AND NOT EXISTS (SELECT FROM incidents_impact i
                     JOIN catalogue_use u ON u.component_id = i.component_id
                                         AND (i.place = '' OR u.place IN ('', i.place))
                    WHERE i.interruption_id = a.interruption_id AND u.organisation_id = a.organisation_id
                      AND i.ended_at IS NULL AND i.level IN ('major', 'partial'))
"""


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0009_affected_is_unavailable"),
    ]

    operations = [
        migrations.AddField(
            model_name="affected",
            name="degraded_is_down",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="affected",
            name="eased_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="impact",
            name="eases",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="incidents.impact",
            ),
        ),
        migrations.RunSQL(COUNTED, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="draft",
            name="interruption",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="drafts",
                to="incidents.interruption",
            ),
        ),
        migrations.AlterField(
            model_name="draft",
            name="kind",
            field=models.CharField(max_length=12),
        ),
        migrations.AddField(
            model_name="draft",
            name="maintenance",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="drafts",
                to="incidents.maintenance",
            ),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.UniqueConstraint(
                fields=("maintenance", "kind", "name"), name="maintenance_draft_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("interruption", None), ("maintenance__isnull", False)),
                    models.Q(("interruption__isnull", False), ("maintenance", None)),
                    _connector="OR",
                ),
                name="draft_about_one",
            ),
        ),
    ]
