from django.apps import AppConfig


class Carriers(AppConfig):
    name = "holdfast.carriers"
    label = "carriers"
