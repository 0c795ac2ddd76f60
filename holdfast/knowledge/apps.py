from django.apps import AppConfig


class Knowledge(AppConfig):
    name = "holdfast.knowledge"
    label = "knowledge"
