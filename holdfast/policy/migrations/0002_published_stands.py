"""A published version is never edited nor removed, by whatever door; promises were made under it."""

from django.db import migrations

GUARD = """
CREATE FUNCTION policy_published_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a published version of a policy is never edited or removed'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER policy_published_stands BEFORE UPDATE OR DELETE ON policy_policyversion
    FOR EACH ROW WHEN (OLD.published_at IS NOT NULL) EXECUTE FUNCTION policy_published_stands();
"""

UNGUARD = (
    "DROP TRIGGER policy_published_stands ON policy_policyversion; DROP FUNCTION policy_published_stands();"
)


class Migration(migrations.Migration):
    dependencies = [("policy", "0001_initial")]
    operations = [migrations.RunSQL(GUARD, UNGUARD)]
