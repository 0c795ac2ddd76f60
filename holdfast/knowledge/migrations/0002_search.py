"""How words of each language are searched, without accents and stemmed; and revisions that stand as they are."""

from django.db import migrations

LANGUAGES = {
    **{
        name: f"{name}_stem"
        for name in ("arabic", "danish", "dutch", "english", "finnish", "french", "german")
    },
    **{name: f"{name}_stem" for name in ("italian", "norwegian", "portuguese", "romanian", "spanish")},
    **{name: f"{name}_stem" for name in ("swedish", "turkish")},
}
SEARCH = "".join(
    f"""
CREATE TEXT SEARCH CONFIGURATION holdfast_{name} (COPY = {name});
ALTER TEXT SEARCH CONFIGURATION holdfast_{name}
    ALTER MAPPING FOR hword, hword_part, word, asciiword, asciihword, hword_asciipart WITH unaccent, {stem};
"""
    for name, stem in LANGUAGES.items()
)
UNSEARCH = "".join(f"DROP TEXT SEARCH CONFIGURATION holdfast_{name};" for name in LANGUAGES)

GUARD = """
CREATE FUNCTION knowledge_revision_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a revision of an article is never changed or removed' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER knowledge_revision_stands BEFORE UPDATE OR DELETE ON knowledge_revision
    FOR EACH ROW EXECUTE FUNCTION knowledge_revision_stands();
"""
UNGUARD = (
    "DROP TRIGGER knowledge_revision_stands ON knowledge_revision; DROP FUNCTION knowledge_revision_stands();"
)


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0001_initial"), ("tickets", "0002_search")]
    operations = [migrations.RunSQL(SEARCH, UNSEARCH), migrations.RunSQL(GUARD, UNGUARD)]
