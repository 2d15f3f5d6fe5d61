"""Addresses of writing, below `tulisan/`."""

from django.urls import path

from . import views
from .drafts import views as drafts
from .history import views as history
from .reactions import views as reactions
from .uploads import views as uploads

app_name = "writing"
urlpatterns = [
    path("pratinjau/", views.preview, name="preview"),
    path("lengkapi/", views.complete, name="complete"),
    path("gambar/", uploads.send, name="upload"),
    path("draf/", drafts.drafts, name="drafts"),
    path("draf/<slug:key>/", drafts.save, name="draft"),
    path("draf/<slug:key>/hapus/", drafts.discard, name="discard_draft"),
    path("riwayat/<slug:kind>/<int:pk>/", history.history, name="history"),
    path("riwayat/<int:pk>/sembunyikan/", history.hide, name="hide_version"),
    path("reaksi/<slug:kind>/<int:pk>/", reactions.reactions, name="reactions"),
    path("reaksi/<slug:kind>/<int:pk>/pilih/", reactions.react, name="react"),
]
