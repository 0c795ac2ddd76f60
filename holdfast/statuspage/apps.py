from django.apps import AppConfig


class StatusPage(AppConfig):
    name = "holdfast.statuspage"
    label = "statuspage"
