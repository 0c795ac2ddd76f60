from typing import Any

from django.apps import AppConfig
from django.apps import apps as registry
from django.db.models.signals import post_migrate


class Calendars(AppConfig):
    name = "holdfast.calendars"
    label = "calendars"

    def ready(self) -> None:
        post_migrate.connect(_keep_rules, sender=self)


def _keep_rules(apps: Any = registry, **_: object) -> None:
    """New zone data come with a new version, which begins by migrating."""
    if "zonerules" in apps.all_models["calendars"]:
        from holdfast.calendars.zone_rules import keep_rules_of_calendars

        keep_rules_of_calendars()
