from django.apps import AppConfig


class Escalation(AppConfig):
    name = "holdfast.escalation"
    label = "escalation"
