"""Searched is what the index has, and no list of what is still to be put into it: that was read from its beginning."""

from django.contrib.postgres.indexes import GinIndex
from django.db import migrations

INDEXES = [
    ("searchentry", GinIndex(fields=["heads"], name="help_heads", fastupdate=False)),
    ("searchentry", GinIndex(fields=["words"], name="help_words", fastupdate=False)),
    (
        "headword",
        GinIndex(fields=["word"], name="head_word_trgm", opclasses=["gin_trgm_ops"], fastupdate=False),
    ),
]
ALTER = "ALTER INDEX {name} SET (fastupdate = off); SELECT gin_clean_pending_list('{name}');"
BACK = "ALTER INDEX {name} RESET (fastupdate);"


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0003_read_before")]
    operations = [
        migrations.RunSQL(
            ALTER.format(name=index.name),
            BACK.format(name=index.name),
            state_operations=[
                migrations.RemoveIndex(model, index.name),
                migrations.AddIndex(model, index),
            ],
        )
        for model, index in INDEXES
    ]
