"""The addresses of allauth that we use, below `akun/`, and our own beside them; the others are not reachable."""

from allauth.account import views
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkey
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.facebook import views as facebook
from allauth.socialaccount.providers.github import views as github
from allauth.socialaccount.providers.google import views as google
from allauth.socialaccount.providers.openid_connect import views as openid
from allauth.usersessions import views as sessions
from django.urls import path, re_path

from . import account_views, confirm_views
from .account_views import leave_for, only_with
from .assistance import claim_views
from .entrance import CODE, RESET, SIGN_IN, SIGN_UP, door
from .standing import views as standing

OPENID = {"provider_id": "openid"}

urlpatterns = [
    path("masuk/", door(views.login, SIGN_IN), name="account_login"),
    path("masuk/kode/", door(account_views.AskForCode.as_view(), CODE, "email"), name="account_request_login_code"),
    path("masuk/kode/isi/", door(account_views.TypeCode.as_view(), SIGN_IN), name="account_confirm_login_code"),
    path("masuk/kunci-sandi/", door(passkey.login_webauthn, SIGN_IN), name="mfa_login_webauthn"),
    path("masuk/langkah-kedua/", door(factor.authenticate, SIGN_IN), name="mfa_authenticate"),
    path("keluar/", views.logout, name="account_logout"),
    path("daftar/", door(views.signup, SIGN_UP, "email"), name="account_signup"),
    path("klaim/", claim_views.enter, name="account_claim"),
    path("klaim/surel/", claim_views.sent, name="account_claim_sent"),
    path("klaim/<str:key>/", claim_views.link, name="account_claim_link"),
    path("nonaktif/", views.account_inactive, name="account_inactive"),
    path("ditangguhkan/", standing.suspended, name="account_suspended"),
    path("pastikan/", views.reauthenticate, name="account_reauthenticate"),
    path("pastikan/kode/", factor.reauthenticate, name="mfa_reauthenticate"),
    path("pastikan/kunci-sandi/", passkey.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("surel/", account_views.address, name="account_email"),
    path("surel/pindah/<str:key>/", account_views.address_link, name="account_address_link"),
    path("surel/konfirmasi/", door(confirm_views.MailSent.as_view(), RESET), name="account_email_verification_sent"),
    re_path(
        r"^surel/konfirmasi/(?P<key>[-:\w]+)/$",
        door(confirm_views.ConfirmAddress.as_view(), SIGN_IN),
        name="account_confirm_email",
    ),
    path("sandi/", views.password_change, name="account_change_password"),
    path("sandi/pasang/", views.password_set, name="account_set_password"),
    path("sandi/lupa/", door(views.password_reset, RESET, "email"), name="account_reset_password"),
    path("sandi/lupa/terkirim/", views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^sandi/baru/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("sandi/baru/", views.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("keamanan/", factor.index, name="mfa_index"),
    path("keamanan/aplikasi/", app.activate_totp, name="mfa_activate_totp"),
    path("keamanan/aplikasi/lepas/", app.deactivate_totp, name="mfa_deactivate_totp"),
    path("keamanan/kode-cadangan/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("keamanan/kode-cadangan/baru/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("keamanan/kode-cadangan/unduh/", account_views.RecoveryFile.as_view(), name="mfa_download_recovery_codes"),
    path("keamanan/kunci-sandi/", passkey.list_webauthn, name="mfa_list_webauthn"),
    path("keamanan/kunci-sandi/tambah/", passkey.add_webauthn, name="mfa_add_webauthn"),
    path("keamanan/kunci-sandi/<int:pk>/ubah/", passkey.edit_webauthn, name="mfa_edit_webauthn"),
    path("keamanan/kunci-sandi/<int:pk>/hapus/", passkey.remove_webauthn, name="mfa_remove_webauthn"),
    path("keamanan/perangkat/", sessions.list_usersessions, name="usersessions_list"),
    path("keamanan/perangkat/<int:pk>/keluar/", account_views.end_session, name="account_end_session"),
    # With accounts from elsewhere: each is there when its provider is switched on.
    path("keamanan/akun-lain/", only_with("", social.connections), name="socialaccount_connections"),
    path("daftar/lengkapi/", only_with("", door(social.signup, SIGN_UP)), name="socialaccount_signup"),
    path("masuk/batal/", only_with("", social.login_cancelled), name="socialaccount_login_cancelled"),
    path("masuk/gagal/", only_with("", social.login_error), name="socialaccount_login_error"),
    path("masuk/google/", only_with("google", leave_for(google.oauth2_login)), name="google_login"),
    path("masuk/google/kembali/", only_with("google", google.oauth2_callback), name="google_callback"),
    path("masuk/facebook/", only_with("facebook", leave_for(facebook.oauth2_login)), name="facebook_login"),
    path("masuk/facebook/kembali/", only_with("facebook", facebook.oauth2_callback), name="facebook_callback"),
    path("masuk/github/", only_with("github", leave_for(github.oauth2_login)), name="github_login"),
    path("masuk/github/kembali/", only_with("github", github.oauth2_callback), name="github_callback"),
    path("masuk/openid/", only_with("openid_connect", leave_for(openid.login)), OPENID, name="openid_connect_login"),
    path("masuk/openid/kembali/", only_with("openid_connect", openid.callback), OPENID, name="openid_connect_callback"),
]
