from django.apps import AppConfig


class Vendor(AppConfig):
    name = "holdfast.vendor"
    label = "vendor"
