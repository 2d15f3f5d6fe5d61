"""Addresses of members, below `anggota/`."""

from django.urls import path

from . import views
from .rights import views as rights

app_name = "members"
urlpatterns = [
    path("", views.member_list, name="list"),
    path("saya/", views.edit, name="edit"),
    path("saya/data/", rights.my_data, name="data"),
    path("saya/data/<int:pk>/", rights.export, name="export"),
    path("saya/data/persetujuan/<int:pk>/", rights.withdraw, name="withdraw"),
    path("saya/setuju/", rights.agree, name="agree"),
    path("saya/hapus/", rights.erase, name="erase"),
    path("saya/hapus/batal/", rights.keep, name="keep"),
    path("saya/foto/", views.picture, name="picture"),
    path("foto/<slug:name>/<int:size>/", views.picture_file, name="picture_file"),
    path("<slug:handle>/", views.profile, name="profile"),
]
