"""Products that speak for their signed-in users, and the keys that they sign with (A6)."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import holdfast.kernel.tokens


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0002_services"),
        ("channels", "0003_chat"),
        ("clients", "0004_organisation_entered_at"),
        ("tickets", "0004_opened"),
    ]

    operations = [
        migrations.CreateModel(
            name="UsedToken",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("expires_at", models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name="Console",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, unique=True)),
                (
                    "code",
                    models.CharField(
                        default=holdfast.kernel.tokens.mint, editable=False, max_length=32, unique=True
                    ),
                ),
                (
                    "origins",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200), blank=True, default=list, size=None
                    ),
                ),
                ("takes_newcomers", models.BooleanField(default=True)),
                ("retired_at", models.DateTimeField(null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clients.organisation",
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalogue.product"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ConsoleKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kid",
                    models.CharField(
                        default=holdfast.kernel.tokens.mint, editable=False, max_length=32, unique=True
                    ),
                ),
                (
                    "algorithm",
                    models.CharField(
                        choices=[
                            ("HS256", "A shared secret (HS256)"),
                            ("EdDSA", "Your own key pair (EdDSA, Ed25519)"),
                        ],
                        max_length=8,
                    ),
                ),
                ("public_key", models.TextField(blank=True)),
                ("made_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField(null=True)),
                ("last_used_at", models.DateTimeField(null=True)),
                (
                    "console",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="keys",
                        to="channels.console",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ConsoleOrigin",
            fields=[
                (
                    "ticket",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="console_origin",
                        serialize=False,
                        to="tickets.ticket",
                    ),
                ),
                ("user", models.CharField(max_length=200)),
                ("plan", models.CharField(blank=True, max_length=80)),
                ("page", models.CharField(blank=True, max_length=500)),
                (
                    "console",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="channels.console"
                    ),
                ),
            ],
        ),
    ]
