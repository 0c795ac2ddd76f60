"""How words are searched: without accents, unstemmed; and enough statistics that rare words stay quick."""

from django.db import migrations

SEARCH = """
CREATE TEXT SEARCH CONFIGURATION holdfast (COPY = simple);
ALTER TEXT SEARCH CONFIGURATION holdfast
    ALTER MAPPING FOR hword, hword_part, word, asciiword, asciihword, hword_asciipart WITH unaccent, simple;
ALTER TABLE tickets_searchtext ALTER COLUMN words SET STATISTICS 1000;
"""


class Migration(migrations.Migration):
    dependencies = [("tickets", "0001_initial")]
    operations = [migrations.RunSQL(SEARCH, "DROP TEXT SEARCH CONFIGURATION holdfast")]
