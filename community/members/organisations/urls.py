"""Addresses of organisations, below `organisasi/`."""

from django.urls import path

from . import views

app_name = "organisations"
urlpatterns = [
    path("", views.organisation_list, name="list"),
    path("baru/", views.found, name="found"),
    path("saya/", views.mine, name="mine"),
    path("undangan/<str:token>/", views.invitation, name="invitation"),
    path("<slug:handle>/", views.organisation, name="organisation"),
    path("<slug:handle>/ubah/", views.edit, name="edit"),
    path("<slug:handle>/logo/", views.logo, name="logo"),
    path("<slug:handle>/gabung/", views.join, name="join"),
    path("<slug:handle>/tutup/", views.close, name="close"),
    path("<slug:handle>/keluar/", views.leave, name="leave"),
    path("<slug:handle>/undang/", views.invite, name="invite"),
    path("<slug:handle>/undang/<int:pk>/ulang/", views.again, name="again"),
    path("<slug:handle>/undang/<int:pk>/batal/", views.withdraw, name="withdraw"),
    path("<slug:handle>/anggota/", views.people, name="people"),
    path("<slug:handle>/anggota/<int:pk>/", views.member, name="member"),
    path("<slug:handle>/permintaan/<int:pk>/", views.answer, name="answer"),
]
