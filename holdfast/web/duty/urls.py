"""Every address of duty at the desk; included by the desk's, so the names stand in its namespace."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from holdfast.web.duty import changes, importing, mine, now, pages, rotas

urlpatterns: list[URLPattern | URLResolver] = [
    path("", now.duty, name="duty"),
    path("mine/", mine.mine, name="duty-mine"),
    path("mine/test/", mine.testing, name="duty-test"),
    path("mine/calendar/", mine.own_feed, name="duty-own-feed"),
    path("pages/<int:key>/", pages.page, name="duty-page"),
    path("rotas/new/", rotas.entering, name="duty-rota-new"),
    path("rotas/<int:key>/", rotas.rota, name="duty-rota"),
    path("rotas/<int:key>/about/", rotas.changing, name="duty-rota-change"),
    path("rotas/<int:key>/end/", rotas.ending, name="duty-rota-end"),
    path("rotas/<int:key>/calendar/", mine.rota_feed, name="duty-rota-feed"),
    path("rotas/<int:key>/layers/new/", rotas.layer_entering, name="duty-layer-new"),
    path("rotas/<int:key>/cover/", changes.covering, name="duty-cover"),
    path("rotas/<int:key>/absence/", changes.absence, name="duty-absence"),
    path("rotas/<int:key>/swap/", changes.swapping, name="duty-swap"),
    path("rotas/<int:key>/import/", importing.importing, name="duty-import"),
    path("layers/<int:key>/", rotas.layer_changing, name="duty-layer"),
    path("layers/<int:key>/end/", rotas.layer_ending, name="duty-layer-end"),
    path("changes/<int:key>/end/", changes.ending, name="duty-change-end"),
]
