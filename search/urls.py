"""The addresses of the search."""

from django.urls import path

from . import click_views, views

app_name = "search"
urlpatterns = [
    path("", views.results, name="results"),
    path("saran/", views.suggestions, name="suggestions"),
    path("klik/", click_views.clicked, name="clicked"),
]
