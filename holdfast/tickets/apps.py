from django.apps import AppConfig


class Tickets(AppConfig):
    name = "holdfast.tickets"
    label = "tickets"
