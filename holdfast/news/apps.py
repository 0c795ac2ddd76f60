from django.apps import AppConfig


class News(AppConfig):
    name = "holdfast.news"
    label = "news"
