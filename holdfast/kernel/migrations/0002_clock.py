"""The one clock in SQL, the installation's row, and the extensions that the tables above need.

An installation is a test only where the connection that creates it says so (`holdfast.is_test`).
"""

from django.db import migrations

CLOCK = """
CREATE FUNCTION holdfast_now() RETURNS timestamptz LANGUAGE sql VOLATILE PARALLEL RESTRICTED AS $$
    SELECT coalesce(
        (SELECT coalesce(stopped_at, clock_timestamp() + clock_offset) FROM kernel_installation WHERE is_test),
        clock_timestamp()
    )
$$;
INSERT INTO kernel_installation ("only", identity, created_at, is_test, clock_offset)
VALUES (true, gen_random_uuid(), clock_timestamp(),
        coalesce(current_setting('holdfast.is_test', true), '') = 'on', interval '0');
"""

EXTENSIONS = """
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS btree_gin;
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_initial")]
    operations = [
        migrations.RunSQL(EXTENSIONS, migrations.RunSQL.noop),
        migrations.RunSQL(CLOCK, "DROP FUNCTION holdfast_now(); DELETE FROM kernel_installation;"),
    ]
