"""What an installation is, it is from its creation on: a test only where the connection that makes the row says so
(`holdfast.is_test`), and its mark never changes afterwards. So no clock can be moved where promises are real.
"""

from django.db import migrations

MARK = """
CREATE FUNCTION kernel_installation_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'the row that says what this installation is can not be taken away' USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.is_test <> OLD.is_test THEN
        RAISE EXCEPTION 'an installation is a test from its creation on, or never' USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'INSERT' AND NEW.is_test AND coalesce(current_setting('holdfast.is_test', true), '') <> 'on' THEN
        RAISE EXCEPTION 'nobody said that a test installation is to be made' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER kernel_installation_stands BEFORE INSERT OR UPDATE OR DELETE ON kernel_installation
    FOR EACH ROW EXECUTE FUNCTION kernel_installation_stands();
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0002_clock")]
    operations = [
        migrations.RunSQL(
            MARK,
            "DROP TRIGGER kernel_installation_stands ON kernel_installation; DROP FUNCTION kernel_installation_stands();",
        ),
    ]
