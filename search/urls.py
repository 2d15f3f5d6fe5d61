"""The addresses of the search, below `cari/`."""

from django.urls import path

from . import click_views, opensearch, saved_views, views

app_name = "search"
urlpatterns = [
    path("", views.results, name="results"),
    path("saran/", views.suggestions, name="suggestions"),
    path("saran.json", opensearch.completions, name="completions"),
    path("mirip/", views.similar, name="similar"),
    path("klik/", click_views.clicked, name="clicked"),
    path("opensearch.xml", opensearch.opensearch, name="opensearch"),
    path("simpan/", saved_views.save, name="save"),
    path("simpanan/", saved_views.saved, name="saved"),
    path("simpanan/berhenti/<str:token>/", saved_views.stop, name="stop"),
    path("simpanan/<int:pk>/ubah/", saved_views.saved_edit, name="saved_edit"),
    path("simpanan/<int:pk>/hapus/", saved_views.saved_delete, name="saved_delete"),
]
