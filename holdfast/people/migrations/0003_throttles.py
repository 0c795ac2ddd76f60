from django.db import migrations


class Migration(migrations.Migration):
    """The table of Django's cache, which holds the throttles of sign-in and nothing else."""

    dependencies = [("people", "0002_sessions_end")]

    operations = [
        migrations.RunSQL(
            """
            CREATE TABLE people_throttle (
                cache_key varchar(255) PRIMARY KEY,
                value text NOT NULL,
                expires timestamptz NOT NULL
            );
            CREATE INDEX people_throttle_expires ON people_throttle (expires);
            """,
            reverse_sql="DROP TABLE people_throttle;",
        ),
    ]
