from django.apps import AppConfig


class Calendars(AppConfig):
    name = "holdfast.calendars"
    label = "calendars"
