"""Addresses of writing, below `tulisan/`."""

from django.urls import path

from . import views

app_name = "writing"
urlpatterns = [path("pratinjau/", views.preview, name="preview")]
