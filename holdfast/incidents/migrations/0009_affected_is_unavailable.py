from django.db import migrations, models

STANDING = """
UPDATE incidents_affected a SET is_unavailable = true
 WHERE a.restored_at IS NULL
   AND EXISTS (SELECT FROM incidents_impact i
                 JOIN catalogue_use u ON u.component_id = i.component_id AND (i.place = '' OR u.place IN ('', i.place))
                WHERE i.interruption_id = a.interruption_id AND u.organisation_id = a.organisation_id
                  AND i.ended_at IS NULL AND i.level IN ('major', 'partial'))
"""


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0008_public_words"),
    ]

    operations = [
        migrations.AddField(
            model_name="affected",
            name="is_unavailable",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.RunSQL(STANDING, migrations.RunSQL.noop),
    ]
