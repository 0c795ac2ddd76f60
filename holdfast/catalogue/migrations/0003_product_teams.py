"""Which teams look after a product."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0002_services"),
        ("people", "0004_calls"),
    ]

    operations = [
        migrations.AddField(
            model_name="product",
            name="teams",
            field=models.ManyToManyField(blank=True, related_name="products", to="people.team"),
        ),
    ]
