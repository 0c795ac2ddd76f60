import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("procedure", "0001_initial"),
        ("tickets", "0002_search"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="judgement",
            name="kind",
            field=models.CharField(
                choices=[
                    ("approval_reply", "Reply while asked for approval"),
                    ("resolved_reply", "Reply to a resolved ticket"),
                    ("silence", "No answer from the client"),
                    ("unreached", "The client was not reached"),
                ],
                max_length=16,
            ),
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("cycle", models.PositiveSmallIntegerField()),
                ("asked_at", models.DateTimeField()),
                ("accepted_at", models.DateTimeField(null=True)),
                ("heard_at", models.DateTimeField(null=True)),
                ("reminders", models.PositiveSmallIntegerField(default=0)),
                ("called_for_at", models.DateTimeField(null=True)),
                ("remind_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tickets.message"
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questions",
                        to="tickets.ticket",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at", None)), fields=["remind_at"], name="question_remind"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)), fields=("ticket",), name="question_one_open"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="judgement",
            name="question",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="judgements",
                to="procedure.question",
            ),
        ),
        migrations.AddConstraint(
            model_name="judgement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("judged_at", None), ("kind__in", ["silence", "unreached"])),
                fields=("question", "kind"),
                name="judgement_one_task_of_question",
            ),
        ),
    ]
