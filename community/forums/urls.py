"""Addresses of the forum, below `forum/`."""

from django.urls import path

from . import views
from .polls import views as polls

app_name = "forums"
urlpatterns = [
    path("", views.index, name="index"),
    path("baru/", views.start, name="start"),
    path("ruang/<slug:slug>/", views.category, name="category"),
    path("tag/<str:slug>/", views.tag, name="tag"),
    path("topik/<int:pk>/<slug:slug>/", views.topic, name="topic"),
    path("balas/<int:pk>/", views.reply, name="reply"),
    path("kiriman/<int:pk>/", views.post, name="post"),
    path("kiriman/<int:pk>/ubah/", views.edit, name="edit"),
    path("kiriman/<int:pk>/hapus/", views.delete, name="delete"),
    path("topik-baru/lewati/", views.dismiss_new, name="dismiss_new"),
    path("belum-dibaca/tandai/", views.mark_read, name="mark_read"),
    path("dibaca/", views.told, name="told"),
    path("markah/", views.bookmarked, name="bookmarked"),
    path("markah/berhenti/<str:token>/", views.stop_reminders, name="stop_reminders"),
    path("kiriman/<int:pk>/markah/", views.bookmark, name="bookmark"),
    path("kiriman/<int:pk>/bagikan/", views.share, name="share"),
    path("topik/<int:pk>/<slug:slug>/<int:number>/", views.numbered, name="numbered"),
    path("topik/<int:pk>/<slug:slug>/lompat/", views.jump, name="jump"),
    path("topik/<int:pk>/<slug:slug>/cetak/", views.print_view, name="print"),
    path("kiriman/<int:pk>/jawaban/", views.answer, name="answer"),
    path("moderasi/", views.put_away_list, name="put_away"),
    path("moderasi/tindakan/", views.acts_log, name="acts_log"),
    path("moderasi/topik/<int:pk>/", views.moderate_topic, name="moderate_topic"),
    path("moderasi/topik/<int:pk>/pilih/", views.choose_posts, name="choose_posts"),
    path("moderasi/topik/<int:pk>/pindah/", views.move_posts, name="move_posts"),
    path("moderasi/topik/<int:pk>/pisah/", views.split_topic, name="split_topic"),
    path("moderasi/topik/<int:pk>/gabung/", views.merge_topic, name="merge_topic"),
    path("moderasi/topik/<int:pk>/<slug:act>/", views.topic_act, name="topic_act"),
    path("moderasi/kiriman/<int:pk>/", views.moderate_post, name="moderate_post"),
    path("moderasi/kiriman/<int:pk>/<slug:act>/", views.post_act, name="post_act"),
    path("moderasi/tindakan/<int:pk>/batal/", views.undo_act, name="undo_act"),
    path("jajak/<int:pk>/", polls.poll, name="poll"),
    path("jajak/<int:pk>/suara/", polls.vote, name="vote"),
    path("jajak/<int:pk>/pemilih/<int:option>/", polls.voters, name="voters"),
    path("jajak/<int:pk>/ubah/", polls.change, name="poll_change"),
    path("jajak/<int:pk>/tutup/", polls.close, name="poll_close"),
    path("pesan/", views.private, name="private"),
    path("pesan/baru/", views.private_start, name="private_start"),
    path("pesan/<int:pk>/peserta/", views.participants, name="participants"),
    path("pesan/<int:pk>/peserta/<int:participant>/", views.remove_participant, name="remove_participant"),
    path("pesan/<int:pk>/keluar/", views.leave, name="leave"),
    path("pesan/<int:pk>/kembali/", views.allow_return, name="allow_return"),
    path("pesan/keluar/", views.left, name="left"),
]
