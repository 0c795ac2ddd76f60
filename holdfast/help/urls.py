"""The addresses of help."""

from __future__ import annotations

from django.urls import path, register_converter

from holdfast.help import answering, article, entry, files, finding, home, sitemap

app_name = "help"


class Tongue:
    """A language as it stands in addresses."""

    regex = "[a-z]{2}"

    def to_python(self, value: str) -> str:
        return value

    to_url = to_python


register_converter(Tongue, "tongue")

urlpatterns = [
    path("", entry.start, name="start"),
    path("sitemap.xml", sitemap.sitemap, name="sitemap"),
    path("suggestions/", finding.suggestions, name="suggestions"),
    path("files/<slug:key>/", files.file, name="file"),
    path("<tongue:language>/", home.home, name="home"),
    path("<tongue:language>/search/", finding.find, name="search"),
    path("<tongue:language>/category/<slug:slug>/", home.category, name="category"),
    path("<tongue:language>/<slug:slug>/", article.article, name="article"),
    path("<tongue:language>/<slug:slug>/answer/", answering.answer, name="answer"),
]
