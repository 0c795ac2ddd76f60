"""Calls, what the provider told of them, and the line that they come in by (A4)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("calendars", "0003_zone_rules"),
        ("catalogue", "0002_services"),
        ("channels", "0004_console"),
        ("files", "0003_scan_tries"),
        ("people", "0004_calls"),
        ("tickets", "0004_opened"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Call",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("provider_id", models.CharField(max_length=64, null=True, unique=True)),
                (
                    "direction",
                    models.CharField(choices=[("in", "Incoming"), ("out", "Outgoing")], max_length=3),
                ),
                ("caller", models.CharField(blank=True, max_length=16)),
                ("called", models.CharField(blank=True, max_length=16)),
                (
                    "state",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "Ringing"), (2, "In the queue"), (3, "Being spoken on"), (4, "Ended")],
                        default=1,
                    ),
                ),
                ("began_at", models.DateTimeField()),
                ("queued_at", models.DateTimeField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("length", models.PositiveIntegerField(null=True)),
                ("is_urgent", models.BooleanField(default=False)),
                ("rung_at", models.DateTimeField(null=True)),
                ("missed_at", models.DateTimeField(null=True)),
                ("returned_at", models.DateTimeField(null=True)),
                ("recording_name", models.CharField(blank=True, max_length=64)),
                (
                    "recording_state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "None"),
                            ("awaited", "On its way"),
                            ("kept", "Kept"),
                            ("failed", "Could not be fetched"),
                            ("too_large", "Too large to be kept"),
                            ("ended", "Removed after its time"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                ("recording_next_at", models.DateTimeField(null=True)),
                ("recording_tries", models.PositiveSmallIntegerField(default=0)),
                ("is_message", models.BooleanField(default=False)),
                ("transcription", models.TextField(blank=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "message",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="call",
                        to="tickets.message",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calls",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.product",
                    ),
                ),
                (
                    "recording",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
                (
                    "rung",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.team",
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calls",
                        to="tickets.ticket",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CallEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("at", models.DateTimeField()),
                ("heard_at", models.DateTimeField()),
                ("said", models.JSONField(default=dict)),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="channels.call"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MenuEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digit", models.CharField(max_length=1, unique=True)),
                ("words", models.CharField(max_length=120)),
                ("is_urgent", models.BooleanField(default=False)),
                (
                    "product",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.product",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.team",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PhoneLine",
            fields=[
                (
                    "only",
                    models.BooleanField(default=True, editable=False, primary_key=True, serialize=False),
                ),
                ("greeting", models.JSONField(default=dict)),
                ("closed", models.JSONField(default=dict)),
                ("waits_for", models.PositiveSmallIntegerField(default=300)),
                ("records_calls", models.BooleanField(default=False)),
                ("keeps_recordings_for", models.PositiveSmallIntegerField(default=90, null=True)),
                (
                    "calendar",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="calendars.calendar",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="call",
            index=models.Index(condition=models.Q(("state__lt", 4)), fields=["id"], name="call_live"),
        ),
        migrations.AddIndex(
            model_name="call",
            index=models.Index(
                condition=models.Q(("missed_at__isnull", False), ("returned_at", None)),
                fields=["missed_at"],
                name="call_to_return",
            ),
        ),
        migrations.AddIndex(
            model_name="call",
            index=models.Index(
                condition=models.Q(("recording_next_at__isnull", False)),
                fields=["recording_next_at"],
                name="call_recording_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="callevent",
            constraint=models.UniqueConstraint(fields=("call", "name"), name="call_event_once"),
        ),
    ]
