from django.apps import AppConfig


class Reports(AppConfig):
    name = "holdfast.reports"
    label = "reports"
