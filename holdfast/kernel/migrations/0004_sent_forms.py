"""Which forms were sent, so that each does what it asks for once."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kernel", "0003_test_from_the_start")]

    operations = [
        migrations.CreateModel(
            name="SentForm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("form", models.CharField(max_length=64, unique=True)),
                ("words", models.CharField(max_length=64)),
                ("made", models.BigIntegerField()),
                ("at", models.DateTimeField(db_index=True)),
            ],
        ),
    ]
