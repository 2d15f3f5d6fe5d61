"""Addresses of comments, below `diskusi/`."""

from django.urls import path

from . import following_views, views
from .visitor_data import views as visitor_data

app_name = "comments"
urlpatterns = [
    path("komentar/<int:pk>/", views.comment, name="comment"),
    path("komentar/<int:pk>/ubah/", views.edit, name="edit"),
    path("komentar/<int:pk>/hapus/", views.delete, name="delete"),
    path("konfirmasi/<str:token>/", views.confirm, name="confirm"),
    path("ikuti/konfirmasi/<str:token>/", following_views.confirm, name="follow_confirm"),
    path("ikuti/berhenti/<str:token>/", following_views.unfollow, name="unfollow"),
    path("data-tamu/", visitor_data.ask, name="visitor_data_ask"),
    path("data-tamu/<str:token>/", visitor_data.shown, name="visitor_data"),
    path("utas/<int:pk>/", views.thread, name="thread"),
    path("<slug:key>/", views.threads, name="threads"),
    path("<slug:key>/ikuti/", following_views.follow, name="follow"),
    path("<slug:key>/tulis/", views.write, name="write"),
    path("<slug:key>/terkirim/", views.sent, name="sent"),
]
