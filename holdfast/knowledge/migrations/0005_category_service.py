"""A category names a service."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0003_product_teams"),
        ("knowledge", "0004_search_at_once"),
    ]

    operations = [
        migrations.AddField(
            model_name="category",
            name="service",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="catalogue.service",
            ),
        ),
    ]
