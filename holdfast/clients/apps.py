from django.apps import AppConfig


class Clients(AppConfig):
    name = "holdfast.clients"
    label = "clients"
