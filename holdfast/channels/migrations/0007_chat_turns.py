"""What a chat is about, whence a stranger came, pictures written anew, and the ways to the lists of blocks and ratings."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0003_product_teams"),
        ("channels", "0006_copies_and_forms"),
        ("files", "0003_scan_tries"),
    ]

    operations = [
        migrations.CreateModel(
            name="Preview",
            fields=[
                (
                    "original",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="preview",
                        serialize=False,
                        to="files.storedfile",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="visitor",
            name="product",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="catalogue.product",
            ),
        ),
        migrations.AddField(
            model_name="visitor",
            name="source",
            field=models.CharField(blank=True, db_default="", default="", max_length=16),
        ),
        migrations.AddField(
            model_name="visitor",
            name="source_out_until",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name="conversation",
            index=models.Index(
                condition=models.Q(("rating", None), _negated=True), fields=["-id"], name="conversation_rated"
            ),
        ),
        migrations.AddIndex(
            model_name="visitor",
            index=models.Index(
                condition=models.Q(("source_out_until", None), _negated=True),
                fields=["source"],
                name="visitor_source_out",
            ),
        ),
        migrations.AddIndex(
            model_name="visitor",
            index=models.Index(
                condition=models.Q(("blocked_at", None), _negated=True),
                fields=["-blocked_at"],
                name="visitor_blocked",
            ),
        ),
    ]
