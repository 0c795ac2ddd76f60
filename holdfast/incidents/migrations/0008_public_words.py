from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("incidents", "0007_corrections")]

    operations = [
        migrations.AddField(
            model_name="bulletin",
            name="is_public",
            field=models.BooleanField(db_default=True, default=True),
        ),
    ]
