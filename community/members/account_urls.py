"""The addresses of allauth that we use, below `akun/`; the others are not reachable."""

from allauth.account import views
from django.urls import path, re_path

urlpatterns = [
    path("masuk/", views.login, name="account_login"),
    path("keluar/", views.logout, name="account_logout"),
    path("daftar/", views.signup, name="account_signup"),
    path("nonaktif/", views.account_inactive, name="account_inactive"),
    path("surel/", views.email, name="account_email"),
    path("surel/konfirmasi/", views.email_verification_sent, name="account_email_verification_sent"),
    re_path(r"^surel/konfirmasi/(?P<key>[-:\w]+)/$", views.confirm_email, name="account_confirm_email"),
    path("sandi/", views.password_change, name="account_change_password"),
    path("sandi/lupa/", views.password_reset, name="account_reset_password"),
    path("sandi/lupa/terkirim/", views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^sandi/baru/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("sandi/baru/", views.password_reset_from_key_done, name="account_reset_password_from_key_done"),
]
