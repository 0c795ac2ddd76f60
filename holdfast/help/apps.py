from django.apps import AppConfig


class Help(AppConfig):
    name = "holdfast.help"
    label = "help"
