"""Addresses of moderation, below `moderasi/`."""

from django.urls import path

from . import views

app_name = "moderation"
urlpatterns = [path("komentar/<int:pk>/lanjutkan/", views.continue_comment, name="continue")]
