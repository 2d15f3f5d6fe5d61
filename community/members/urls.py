"""Addresses of members, below `anggota/`."""

from django.urls import path

from . import views

app_name = "members"
urlpatterns = [
    path("", views.member_list, name="list"),
    path("saya/", views.edit, name="edit"),
    path("saya/foto/", views.picture, name="picture"),
    path("foto/<slug:name>/<int:size>/", views.picture_file, name="picture_file"),
    path("<slug:handle>/", views.profile, name="profile"),
]
