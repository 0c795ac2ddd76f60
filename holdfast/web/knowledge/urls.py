"""Every address of articles at the desk; included by the desk's, so the names stand in its namespace."""

from __future__ import annotations

from django.urls import URLPattern, path

from holdfast.web.knowledge import categories, counted, doing, editor, files, listing, revisions

ARTICLES: list[URLPattern] = [
    path("", listing.articles, name="articles"),
    path("new/", editor.beginning, name="article-new"),
    path("searched/", counted.searched, name="articles-searched"),
    path("feedback/", counted.feedback, name="articles-feedback"),
    path("categories/", categories.categories, name="article-categories"),
    path("categories/new/", categories.category, name="article-category-new"),
    path("categories/<int:key>/", categories.category, name="article-category"),
    path("<int:key>/", editor.article, name="article"),
    path("<int:key>/preview/", editor.preview, name="article-preview"),
    path("<int:key>/files/", files.files, name="article-files"),
    path("<int:key>/settings/", doing.settings, name="article-settings"),
    path("<int:key>/review/", doing.review, name="article-review"),
    path("<int:key>/approval/", doing.approval, name="article-approval"),
    path("<int:key>/return/", doing.returning, name="article-return"),
    path("<int:key>/check/", doing.checking, name="article-check"),
    path("<int:key>/archive/", doing.archiving, name="article-archive"),
    path("<int:key>/translation/", doing.translation, name="article-translation"),
    path("<int:key>/revisions/", revisions.revisions, name="article-revisions"),
    path("<int:key>/revisions/<int:number>/", revisions.revision, name="article-revision"),
    path("<int:key>/revisions/<int:number>/restoration/", revisions.restoring, name="article-restoration"),
]
urlpatterns = ARTICLES
