from django.apps import AppConfig


class Duty(AppConfig):
    name = "holdfast.duty"
    label = "duty"
