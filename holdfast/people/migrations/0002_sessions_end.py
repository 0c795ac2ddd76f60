from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="person",
            name="shut_out_at",
            field=models.DateTimeField(null=True),
        ),
    ]
