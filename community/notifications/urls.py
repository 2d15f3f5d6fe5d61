"""Addresses of notifications, below `pemberitahuan/`."""

from django.urls import path

from . import views

app_name = "notifications"
urlpatterns = [
    path("", views.notifications, name="list"),
    path("dibaca/", views.read_all, name="read"),
    path("surel/", views.mails, name="mails"),
    path("berhenti/<str:token>/", views.unfollow, name="unfollow"),
]
