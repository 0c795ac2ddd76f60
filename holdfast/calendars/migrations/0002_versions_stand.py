"""A version of a calendar is never edited nor removed: promises were made on it."""

from django.db import migrations

GUARD = """
CREATE FUNCTION calendar_version_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a version of a calendar is never edited or removed, only succeeded'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER calendar_version_stands BEFORE UPDATE OR DELETE ON calendars_calendarversion
    FOR EACH ROW EXECUTE FUNCTION calendar_version_stands();
"""

UNGUARD = "DROP TRIGGER calendar_version_stands ON calendars_calendarversion; DROP FUNCTION calendar_version_stands();"


class Migration(migrations.Migration):
    dependencies = [("calendars", "0001_initial")]
    operations = [migrations.RunSQL(GUARD, UNGUARD)]
