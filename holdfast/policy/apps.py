from django.apps import AppConfig


class Policies(AppConfig):
    name = "holdfast.policy"
    label = "policy"
