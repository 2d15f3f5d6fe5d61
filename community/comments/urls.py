"""Addresses of comments, below `diskusi/`."""

from django.urls import path

from . import views

app_name = "comments"
urlpatterns = [
    path("komentar/<int:pk>/", views.comment, name="comment"),
    path("komentar/<int:pk>/hapus/", views.delete, name="delete"),
    path("konfirmasi/<str:token>/", views.confirm, name="confirm"),
    path("<slug:key>/tulis/", views.write, name="write"),
    path("<slug:key>/terkirim/", views.sent, name="sent"),
]
