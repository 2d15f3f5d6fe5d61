"""Addresses of members, below `anggota/`."""

from django.urls import path

from . import views
from .blocking import views as blocking
from .following import views as following
from .rights import views as rights

app_name = "members"
urlpatterns = [
    path("", views.member_list, name="list"),
    path("saya/", views.edit, name="edit"),
    path("saya/data/", rights.my_data, name="data"),
    path("saya/data/<int:pk>/", rights.export, name="export"),
    path("saya/data/persetujuan/<int:pk>/", rights.withdraw, name="withdraw"),
    path("saya/hapus/", rights.erase, name="erase"),
    path("saya/hapus/batal/", rights.keep, name="keep"),
    path("saya/foto/", views.picture, name="picture"),
    path("saya/kabar/", following.news, name="news"),
    path("saya/mengikuti/", following.following, name="following"),
    path("saya/mengikuti/bidang/", following.sectors, name="follow_sectors"),
    path("saya/mengikuti/<slug:kind>/<int:pk>/", following.follow, name="follow"),
    path("saya/blokir/", blocking.blocked, name="blocked"),
    path("saya/blokir/<str:token>/", blocking.block, name="block"),
    path("foto/<slug:name>/<int:size>/", views.picture_file, name="picture_file"),
    path("<slug:handle>/", views.profile, name="profile"),
]
