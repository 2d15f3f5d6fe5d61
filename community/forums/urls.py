"""Addresses of the forum, below `forum/`."""

from django.urls import path

from . import views

app_name = "forums"
urlpatterns = [
    path("", views.index, name="index"),
    path("baru/", views.start, name="start"),
    path("ruang/<slug:slug>/", views.category, name="category"),
    path("topik/<int:pk>/<slug:slug>/", views.topic, name="topic"),
    path("balas/<int:pk>/", views.reply, name="reply"),
    path("kiriman/<int:pk>/", views.post, name="post"),
    path("kiriman/<int:pk>/ubah/", views.edit, name="edit"),
    path("kiriman/<int:pk>/hapus/", views.delete, name="delete"),
]
