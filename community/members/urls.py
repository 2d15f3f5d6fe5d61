"""Addresses of members, below `anggota/`."""

from django.urls import path

from . import views
from .assistance import views as assistance
from .blocking import views as blocking
from .following import views as following
from .rights import views as rights
from .roles import views as roles
from .trust import views as trust

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
    path("saya/tingkat/", trust.trust, name="trust"),
    path("saya/data/atas-nama-saya/", assistance.on_my_behalf, name="on_my_behalf"),
    path("saya/dampingan/", assistance.people, name="assisted"),
    path("saya/dampingan/baru/", assistance.register, name="assisted_register"),
    path("saya/dampingan/berhenti/", assistance.stop, name="assisted_stop"),
    path("saya/dampingan/<int:pk>/", assistance.person, name="assisted_person"),
    path("saya/dampingan/<int:pk>/menulis/", assistance.act, name="assisted_act"),
    path("saya/dampingan/<int:pk>/profil/", assistance.profile, name="assisted_profile"),
    path("saya/dampingan/<int:pk>/kode/", assistance.code, name="assisted_code"),
    path("saya/dampingan/<int:pk>/akhiri/", assistance.end, name="assisted_end"),
    path("saya/dampingan/<int:pk>/hapus/", assistance.erase, name="assisted_erase"),
    path("saya/dampingan/<int:pk>/hapus/batal/", assistance.keep, name="assisted_keep"),
    path("saya/kabar/", following.news, name="news"),
    path("saya/mengikuti/", following.following, name="following"),
    path("saya/mengikuti/bidang/", following.sectors, name="follow_sectors"),
    path("saya/mengikuti/<slug:kind>/<int:pk>/", following.follow, name="follow"),
    path("saya/blokir/", blocking.blocked, name="blocked"),
    path("saya/blokir/<str:token>/", blocking.block, name="block"),
    path("foto/<slug:name>/<int:size>/", views.picture_file, name="picture_file"),
    path("<slug:handle>/", views.profile, name="profile"),
    path("<slug:handle>/dukung/", roles.vouch, name="vouch"),
    path("<slug:handle>/dukung/batal/", roles.take_back, name="take_vouch_back"),
]
