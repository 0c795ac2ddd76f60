from django.apps import AppConfig


class Procedure(AppConfig):
    name = "holdfast.procedure"
    label = "procedure"
