"""The app of interruptions and maintenance."""

from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    """Interruptions and maintenance."""

    name = "holdfast.incidents"
    label = "incidents"

    def ready(self) -> None:
        """Addresses of the doors name a month: `<month:…>`."""
        from django.urls import register_converter

        from holdfast.incidents.month_in_path import MonthInPath

        register_converter(MonthInPath, "month")
