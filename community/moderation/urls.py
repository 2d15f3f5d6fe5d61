"""Addresses of moderation, below `moderasi/`."""

from django.urls import path

from .views import at_hand, authors, continuing, desk, links, people, reports, reviews

app_name = "moderation"
urlpatterns = [
    path("", desk.queue, name="desk"),
    path("tempat/", desk.places, name="places"),
    path("banyak/", desk.many, name="many"),
    path("perkara/<int:pk>/", reviews.review, name="review"),
    path("perkara/<int:pk>/ambil/", reviews.claim, name="claim"),
    path("orang/", people.crowd, name="people"),
    path("orang/singkirkan/", people.remove, name="remove"),
    path("orang/<int:pk>/", people.person, name="person"),
    path("orang/<int:pk>/catatan/<int:note>/hapus/", people.forget_note, name="forget_note"),
    path("orang/<key:pk>/kembalikan/", people.undo, name="undo"),
    path("laporkan/<slug:kind>/<int:pk>/", reports.report, name="report"),
    path("laporan-saya/", reports.own, name="own_reports"),
    path("laporan-saya/<int:pk>/tarik/", reports.retract, name="retract"),
    path("tulisan-saya/", authors.own_texts, name="own_texts"),
    path("tulisan-saya/<int:pk>/", authors.own_text, name="own_text"),
    path("tulisan-saya/<int:pk>/banding/", authors.appeal, name="appeal"),
    path("banding/<str:token>/", authors.appeal_link, name="appeal_link"),
    path("angka/", reports.numbers, name="numbers"),
    path("tautan/<str:token>/", links.link, name="link"),
    path("komentar/<int:pk>/", at_hand.comment_at_hand, name="comment_at_hand"),
    path("komentar/<int:pk>/lanjutkan/", continuing.continue_comment, name="continue"),
]
