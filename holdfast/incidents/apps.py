"""The app of interruptions and maintenance."""

from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    """Interruptions and maintenance."""

    name = "holdfast.incidents"
    label = "incidents"
