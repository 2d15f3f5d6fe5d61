"""Every page of the public site, once: what shows it, where it is, who looks and what they do before.

`test_every_public_page_is_in_the_table` fails when an address or a template is neither here nor on the lists below.
"""

from __future__ import annotations

from dataclasses import dataclass

from demo.keys import key_of

from home.models import StoryPage

from . import acts, claiming, signing_in
from .people import APPEALING, JUDGED, MENTOR, SILENCED, VISITOR, WITH_APP, WRITING_MENTOR

LANGUAGES = ("id", "en")
MALUKU = "/wilayah/provinsi-maluku/"
KEI = f"{MALUKU}kabupaten-maluku-tenggara/"
STORY = f"{KEI}tali-yang-sama-panen-yang-berbeda/"
DISCUSSION = f"/diskusi/{key_of(StoryPage, 'tali-yang-sama-panen-yang-berbeda')}/"
OLD_COMMENT = "/diskusi/komentar/4/"
TOPIC = "/forum/topik/12/bibit-rumput-laut-memutih-setelah-hujan-panjang/"
FOLLOW = "/anggota/saya/mengikuti/"
OWN_TOPIC = "/forum/topik/1/perantau-anda-bisa-apa/"
POLLED = "/forum/topik/10/usul-pertanyaan-untuk-temu-klaster-maluku/"
WRITE, TO_PEOPLE = "/forum/pesan/baru/", "main a[href$='/peserta/']"

BUMDES, OWNER = "/organisasi/bumdes-hoat-sorbay/", "fransiska@example.org"

MEMBER, EDITOR, ADMINISTRATOR = "agnes@example.org", "maria@example.org", "redaksi@example.org"
CALM = "petrus@example.org"  # has no second factor
ONLY_INDONESIAN = "-"
PROVIDERS = {
    f"{name}_{way}" for name in ("google", "facebook", "github", "openid_connect") for way in ("login", "callback")
}


@dataclass(frozen=True)
class Shown:
    """A page to look at; the English address is the same below `/en` unless told."""

    template: str
    path: str
    english: str = ""
    person: str = VISITOR
    act: acts.Act | None = None
    status: int = 200
    note: str = ""

    def address(self, language: str) -> str:
        return self.path if language == "id" else self.english or f"/en{self.path}"

    def __str__(self) -> str:
        name = self.template.removesuffix(".html")
        return f"{name} {self.note}".strip()


HOME = [
    Shown("home/home_page.html", "/"),
    Shown("home/region_index_page.html", "/wilayah/"),
    Shown("home/regions.html", "/wilayah/daftar/"),
    Shown("home/regions.html", "/wilayah/daftar/?q=maluku", note="found"),
    Shown("home/regions.html", "/wilayah/daftar/?q=xyzxyz", note="empty"),
    Shown("home/regions.html", "/wilayah/81.02/daftar/", note="below"),
    Shown("home/region.html", "/wilayah/81.02.01/"),
    Shown("home/region_page.html", MALUKU, note="province"),
    Shown("home/region_page.html", f"{MALUKU}kota-ambon/", note="plain"),
    Shown("home/region_page.html", KEI, note="told"),
    Shown("home/story_index_page.html", "/cerita/"),
    Shown("home/story_index_page.html", "/cerita/?region=81.02&sector=rumput-laut&format=article", note="filtered"),
    Shown("home/story_index_page.html", "/cerita/?year=1901", note="empty"),
    Shown("home/story_page.html", STORY, f"/en{KEI}the-same-lines-a-different-harvest/", note="article"),
    Shown(
        "home/story_page.html",
        f"{KEI}dari-kopra-asap-ke-minyak-murni/",
        f"/en{KEI}from-smoked-copra-to-pure-oil-step-by-step/",
        note="vlog",
    ),
    Shown(
        "home/story_page.html",
        f"{KEI}malam-di-atas-bagan/",
        f"/en{KEI}a-night-on-the-bagan-from-the-first-lamp-to-the-scales/",
        note="photo essay",
    ),
    Shown("home/event_index_page.html", "/acara/"),
    Shown("home/event_index_page.html", "/acara/?when=past", note="past"),
    Shown("home/event_index_page.html", "/acara/?region=11", note="empty"),
    Shown(
        "home/event_page.html",
        f"{MALUKU}perjalanan-lapangan-maluku-2016/",
        f"/en{MALUKU}first-field-trip-to-maluku/",
        note="past, with itinerary",
    ),
    Shown(
        "home/event_page.html",
        "/acara/bincang-harga-rumput-laut/",
        "/en/acara/online-talk-reading-seaweed-prices/",
        note="online",
    ),
    Shown("home/standard_page.html", "/tentang/", "/en/about/"),
    Shown("wagtailcore/password_required.html", "/cerita/dengan-sandi/"),
]
FORUM = [
    Shown("forums/index.html", "/forum/"),
    Shown("forums/index.html", "/forum/?tab=top&period=all", note="top"),
    Shown("forums/index.html", "/forum/?tab=unanswered", note="unanswered"),
    Shown("forums/index.html", "/forum/?tab=mine", person=MEMBER, note="mine"),
    Shown("forums/index.html", "/forum/?tab=new", person=MEMBER, note="new"),
    Shown("forums/index.html", "/forum/?tab=unread", person=MEMBER, note="unread"),
    Shown("forums/index.html", "/forum/?region=81.02&sector=rumput-laut&tag=bibit", note="narrowed"),
    Shown("forums/index.html", "/forum/?region=11", note="narrowed to nothing"),
    Shown("forums/category.html", "/forum/ruang/budidaya-dan-pengolahan/"),
    Shown("forums/category.html", "/forum/ruang/bibit-dan-penyakit/", note="within another"),
    Shown("forums/tag.html", "/forum/tag/bibit/"),
    Shown("forums/topic.html", TOPIC, note="visitor"),
    Shown("forums/topic.html", OWN_TOPIC, person=MEMBER, note="own"),
    Shown(
        "forums/topic.html",
        TOPIC,
        person=MEMBER,
        act=acts.unfold("a[data-hx-get*='/forum/balas/']", "#balas textarea"),
        note="replying in place",
    ),
    Shown("forums/topic_form.html", "/forum/baru/", person=MEMBER),
    Shown("forums/topic_form.html", "/forum/baru/", person=MEMBER, act=acts.send_in_place, note="with errors"),
    Shown("forums/reply_form.html", "/forum/balas/12/", person=MEMBER),
    Shown("forums/reply_form.html", "/forum/balas/12/", person=MEMBER, act=acts.send_in_place, note="with errors"),
    Shown(
        "forums/edit_form.html", OWN_TOPIC, person=MEMBER, act=acts.follow(".post a[href*='/kiriman/'][href$='/ubah/']")
    ),
    Shown("forums/post_delete.html", OWN_TOPIC, person=MEMBER, act=acts.follow(".post a[href$='/hapus/']")),
    Shown("forums/refused.html", "/forum/kiriman/10/ubah/", person=MEMBER, status=403),
    Shown("writing/drafts.html", "/tulisan/draf/", person="siti@example.org", note="empty"),
    Shown("writing/drafts.html", "/forum/baru/", person=MEMBER, act=acts.leave_a_draft),
    Shown("writing/draft_discard.html", "/forum/baru/", person=CALM, act=acts.ask_to_discard_draft),
    Shown("writing/history.html", "/tulisan/riwayat/post/1/", note="empty"),
    Shown("writing/history.html", OWN_TOPIC, person=MEMBER, act=acts.change_a_post),
    # Hidden or shown by who keeps order, after its author has changed it just before.
    Shown("writing/hide_version.html", OWN_TOPIC, person=ADMINISTRATOR, act=acts.hide_an_earlier_text),
    Shown("forums/catch_up.html", "/forum/topik-baru/lewati/", person=MEMBER, note="new"),
    Shown("forums/catch_up.html", "/forum/belum-dibaca/tandai/", person=MEMBER, note="unread"),
    Shown("forums/catch_up.html", "/forum/belum-dibaca/tandai/?ruang=bibit-dan-penyakit", person=MEMBER, note="one"),
    Shown("forums/bookmarked.html", "/forum/markah/", person=CALM, note="empty"),
    Shown("forums/bookmarked.html", "/forum/kiriman/10/markah/", person=MEMBER, act=acts.keep_and_look),
    Shown("forums/bookmark_form.html", "/forum/kiriman/12/markah/", person=MEMBER),
    Shown("forums/put_away.html", "/forum/moderasi/", person=ADMINISTRATOR, note="empty"),
    Shown("forums/acts_log.html", "/forum/moderasi/tindakan/", person=ADMINISTRATOR),
    Shown("forums/stop_reminders.html", "/forum/markah/berhenti/x/", status=404, note="broken"),
    Shown("forums/jump.html", f"{TOPIC}lompat/"),
    Shown("forums/jump.html", f"{TOPIC}lompat/?day=x", note="with errors"),
    Shown("forums/print.html", f"{TOPIC}cetak/"),
    Shown("forums/share.html", "/forum/kiriman/12/bagikan/"),
    Shown("members/follow_form.html", f"{FOLLOW}topic/12/", person=MEMBER, note="levels of a topic"),
    Shown("forums/topic.html", POLLED, note="with a poll"),
    Shown(
        "forums/topic.html",
        POLLED,
        person=MEMBER,
        act=acts.unfold("a[data-hx-get*='/suara/']", "#jajak-pendapat [type=checkbox]"),
        note="voting in place",
    ),
    Shown(
        "forums/topic.html",
        TOPIC,
        person=MEMBER,
        act=acts.unfold("a[data-hx-get*='/pilih/']", "form[data-hx-post]"),
        note="reacting in place",
    ),
    Shown(
        "forums/topic.html",
        TOPIC,
        act=acts.unfold("a[data-hx-get*='reaksi=']", ".pills [aria-current]"),
        note="who reacted in place",
    ),
    Shown("forums/poll.html", "/forum/jajak/2/", note="ranked"),
    Shown("forums/poll.html", "/forum/jajak/3/", note="open"),
    Shown("forums/voters.html", "/forum/jajak/3/pemilih/9/"),
    Shown("forums/vote_form.html", "/forum/jajak/1/suara/", person=MEMBER),
    Shown("forums/vote_form.html", "/forum/jajak/1/suara/", person=MEMBER, act=acts.send, note="with errors"),
    Shown("forums/poll_change.html", "/forum/jajak/1/ubah/", person=MEMBER),
    Shown("forums/poll_close.html", "/forum/jajak/1/tutup/", person=MEMBER),
    Shown("forums/topic.html", POLLED, person=ADMINISTRATOR, note="with an act"),
    Shown(
        "forums/topic.html",
        POLLED,
        person=ADMINISTRATOR,
        act=acts.unfold(".topic-head a[data-hx-get]", ".topic-head nav.actions"),
        note="moderated in place",
    ),
    Shown("forums/moderating.html", "/forum/moderasi/topik/12/", person=ADMINISTRATOR),
    Shown("forums/moderating.html", "/forum/moderasi/kiriman/52/", person=ADMINISTRATOR, note="a post"),
    Shown("forums/act_form.html", "/forum/moderasi/topik/12/judul/", person=ADMINISTRATOR),
    Shown("forums/act_form.html", "/forum/moderasi/topik/12/tentang/", person=ADMINISTRATOR, note="about"),
    Shown("forums/act_form.html", "/forum/moderasi/topik/12/sematkan/", person=ADMINISTRATOR, note="pin"),
    Shown(
        "forums/act_form.html",
        "/forum/moderasi/kiriman/52/pemilik/",
        person=ADMINISTRATOR,
        act=acts.send,
        note="with errors",
    ),
    Shown("forums/choose_posts.html", "/forum/moderasi/topik/12/pilih/?nomor=2-4", person=ADMINISTRATOR),
    Shown("forums/choose_posts.html", "/forum/moderasi/topik/12/pilih/?nomor=x", person=ADMINISTRATOR, note="unread"),
    Shown("forums/move_posts.html", "/forum/moderasi/topik/12/pindah/?nomor=2-4", person=ADMINISTRATOR),
    Shown(
        "forums/move_posts.html",
        "/forum/moderasi/topik/12/pindah/?nomor=2-4",
        person=ADMINISTRATOR,
        act=acts.name_the_other_topic("a"),
        note="with several that fit",
    ),
    Shown("forums/split_topic.html", "/forum/moderasi/topik/12/pisah/?nomor=2-4", person=ADMINISTRATOR),
    Shown("forums/merge_topic.html", "/forum/moderasi/topik/12/gabung/", person=ADMINISTRATOR),
    Shown(
        "forums/confirm_move.html",
        "/forum/moderasi/topik/12/pindah/?nomor=2-4",
        person=ADMINISTRATOR,
        act=acts.name_the_other_topic("11"),
    ),
    Shown(
        "forums/confirm_move.html",
        "/forum/moderasi/topik/12/gabung/",
        person=ADMINISTRATOR,
        act=acts.name_the_other_topic("11"),
        note="of two topics",
    ),
    Shown("forums/undo.html", POLLED, person=ADMINISTRATOR, act=acts.follow(".post a[href$='/batal/']")),
    Shown("forums/private.html", "/forum/pesan/", person=CALM, note="empty"),
    Shown("forums/private_form.html", "/forum/pesan/baru/?kepada=maria", person=CALM),
    Shown("forums/private_form.html", "/forum/pesan/baru/", person=CALM, act=acts.send_in_place, note="with errors"),
    Shown("forums/topic.html", WRITE, person=MEMBER, act=acts.in_a_conversation(), note="private"),
    Shown("forums/private.html", "/forum/pesan/", person=MEMBER),
    Shown("forums/participants.html", WRITE, person=MEMBER, act=acts.in_a_conversation(TO_PEOPLE)),
    Shown("forums/private_leave.html", WRITE, person=MEMBER, act=acts.in_a_conversation("main a[href$='/keluar/']")),
    Shown("forums/private_left.html", "/forum/pesan/keluar/", person=CALM, note="empty"),
    Shown("forums/private_left.html", "/forum/pesan/keluar/", person=MEMBER, act=acts.among_those_left()),
    Shown(
        "forums/private_return.html",
        "/forum/pesan/keluar/",
        person=MEMBER,
        act=acts.among_those_left("main a[href$='/kembali/']"),
    ),
    Shown(
        "forums/participant_remove.html",
        WRITE,
        person=MEMBER,
        act=acts.in_a_conversation(TO_PEOPLE, "main .saved-row a.quiet"),
    ),
    Shown("forums/answer_form.html", "/forum/kiriman/53/jawaban/", person=OWNER),
    Shown("writing/reacted.html", "/tulisan/reaksi/post/2/"),
    Shown("writing/reacted.html", "/tulisan/reaksi/post/1/", note="empty"),
    Shown("writing/react_form.html", "/tulisan/reaksi/post/2/pilih/", person=MEMBER),
    Shown("writing/react_refused.html", "/tulisan/reaksi/post/1/pilih/", person=MEMBER, status=403),
]
COMMENTS = [
    Shown("comments/comment_form.html", f"{DISCUSSION}tulis/", note="visitor"),
    Shown("comments/comment_form.html", f"{DISCUSSION}tulis/", act=acts.send, note="with errors"),
    Shown("comments/comment_form.html", f"{DISCUSSION}tulis/", person=MEMBER, note="member"),
    Shown("comments/comment_form.html", f"{DISCUSSION}tulis/?balas=1", person=MEMBER, note="answer"),
    Shown(
        "home/story_page.html",
        STORY,
        f"/en{KEI}the-same-lines-a-different-harvest/",
        act=acts.unfold("#komentar a[data-hx-get]", ".comment-form"),
        note="commenting in place",
    ),
    Shown("comments/comment_sent.html", f"{DISCUSSION}tulis/", act=acts.comment_as_visitor),
    Shown("comments/comment_gone.html", f"{DISCUSSION}tulis/", person=MEMBER, act=acts.comment_too_late, status=404),
    Shown("comments/comment_confirm.html", f"{DISCUSSION}tulis/", act=acts.open_comment_link),
    Shown("comments/comment_confirm.html", "/diskusi/konfirmasi/x/", status=404, note="broken"),
    Shown(
        "home/story_page.html", f"{DISCUSSION}tulis/", act=acts.see_comment_confirmed, note="with the comment confirmed"
    ),
    Shown("comments/visitor_data_ask.html", "/diskusi/data-tamu/"),
    Shown("comments/visitor_data_ask.html", "/diskusi/data-tamu/", act=acts.send, note="with errors"),
    Shown("comments/visitor_data.html", "/diskusi/data-tamu/x/", status=404, note="broken"),
    Shown("comments/visitor_data.html", f"{DISCUSSION}tulis/", act=acts.open_visitor_data),
    Shown("comments/visitor_data.html", f"{DISCUSSION}tulis/", act=acts.remove_visitor_data, note="removed"),
    Shown("comments/visitor_data.html", f"{DISCUSSION}tulis/", act=acts.open_visitor_data_again, note="nothing left"),
    Shown("comments/comment_delete.html", f"{OLD_COMMENT}hapus/", person="siti@example.org"),
    Shown("comments/comment_edit.html", f"{DISCUSSION}tulis/", person=MEMBER, act=acts.change_own_comment),
    Shown(
        "comments/comment_edit.html", "/diskusi/komentar/4/ubah/", person="siti@example.org", status=403, note="late"
    ),
    Shown("writing/history.html", "/tulisan/riwayat/comment/1/", note="of a comment"),
    Shown("writing/reacted.html", "/tulisan/reaksi/comment/1/", note="of a comment"),
    Shown("comments/threads_page.html", DISCUSSION),
    Shown("comments/threads_page.html", f"{DISCUSSION}?komentar=9&urut=disukai", note="beyond the last"),
    Shown("comments/thread_page.html", "/diskusi/utas/1/"),
    Shown("comments/follow.html", f"{DISCUSSION}ikuti/", note="visitor"),
    Shown("comments/follow.html", f"{DISCUSSION}ikuti/", act=acts.send, note="with errors"),
    Shown("comments/follow.html", f"{DISCUSSION}ikuti/", act=acts.follow_as_visitor, note="sent"),
    Shown("comments/follow.html", f"{DISCUSSION}ikuti/", person=MEMBER, note="member"),
    Shown("comments/follow_confirm.html", f"{DISCUSSION}ikuti/", act=acts.open_follow_link),
    Shown("comments/follow_confirm.html", "/diskusi/ikuti/konfirmasi/x/", status=404, note="broken"),
    Shown("comments/unfollow.html", "/diskusi/ikuti/berhenti/x/", status=404, note="broken"),
    Shown("moderation/refused.html", "/moderasi/", person=MEMBER, status=403),
    Shown("moderation/desk.html", "/moderasi/", person=ADMINISTRATOR),
    Shown("moderation/desk.html", "/moderasi/?perihal=account", person=ADMINISTRATOR, note="empty"),
    Shown("moderation/desk.html", "/moderasi/?perihal=appeal", person=ADMINISTRATOR, note="appeals"),
    Shown(
        "moderation/review.html", "/moderasi/?perihal=appeal", person=ADMINISTRATOR, act=acts.open_appeal(0), note="a"
    ),
    Shown(
        "moderation/review.html", "/moderasi/?perihal=appeal", person=ADMINISTRATOR, act=acts.open_appeal(1), note="b"
    ),
    Shown("moderation/places.html", "/moderasi/tempat/", person=ADMINISTRATOR),
    Shown("moderation/many.html", "/moderasi/", person=ADMINISTRATOR, act=acts.tick),
    Shown("moderation/review.html", "/moderasi/perkara/3/", person=ADMINISTRATOR),
    Shown("moderation/review.html", "/moderasi/perkara/3/", person=ADMINISTRATOR, act=acts.send, note="with errors"),
    Shown("moderation/review.html", "/moderasi/perkara/1/", person=ADMINISTRATOR, note="decided"),
    Shown("moderation/confirm_removal.html", "/moderasi/perkara/3/", person=ADMINISTRATOR, act=acts.ask_to_remove),
    Shown("moderation/people.html", "/moderasi/orang/", person=ADMINISTRATOR),
    Shown("moderation/remove.html", "/moderasi/orang/", person=ADMINISTRATOR, act=acts.tick),
    Shown("moderation/person.html", "/moderasi/orang/", person=ADMINISTRATOR, act=acts.follow("[data-case]")),
    Shown("moderation/report.html", "/moderasi/laporkan/topic/12/", note="visitor"),
    Shown("moderation/report.html", "/moderasi/laporkan/topic/12/", act=acts.send, note="with errors"),
    Shown("moderation/report.html", "/moderasi/laporkan/topic/12/", person=MEMBER),
    Shown("moderation/report_again.html", "/moderasi/laporkan/topic/9/", person=MEMBER, act=acts.report_again),
    Shown("moderation/reported.html", "/moderasi/laporkan/topic/9/", act=acts.report),
    Shown("moderation/own_reports.html", "/moderasi/laporan-saya/", person=CALM, note="empty"),
    Shown("moderation/own_reports.html", "/moderasi/laporkan/topic/9/", person=MEMBER, act=acts.take_back_a_report),
    Shown("moderation/own_texts.html", "/moderasi/tulisan-saya/", person=CALM, note="empty"),
    Shown("moderation/own_texts.html", "/moderasi/tulisan-saya/", person=JUDGED),
    Shown("moderation/own_text.html", "/moderasi/tulisan-saya/1/", person=JUDGED, note="hidden"),
    Shown("moderation/own_text.html", "/moderasi/tulisan-saya/2/", person=JUDGED, note="to be mended"),
    Shown("moderation/appeal.html", "/moderasi/tulisan-saya/1/banding/", person=JUDGED),
    Shown("moderation/appeal.html", "/moderasi/tulisan-saya/1/banding/", person=JUDGED, act=acts.send, note="x"),
    Shown("moderation/own_texts.html", "/moderasi/tulisan-saya/", person=APPEALING, note="with a warning"),
    Shown(
        "moderation/own_text.html", "/moderasi/tulisan-saya/", person=APPEALING, act=acts.open_own(0), note="warning"
    ),
    Shown(
        "moderation/own_text.html", "/moderasi/tulisan-saya/", person=APPEALING, act=acts.open_own(1), note="changed"
    ),
    Shown("moderation/own_text.html", "/moderasi/tulisan-saya/", person=SILENCED, act=acts.open_own(0), note="silence"),
    Shown("moderation/appeal_link.html", "/moderasi/angka/", act=acts.open_appeal_link),
    Shown("moderation/appeal_link.html", "/moderasi/angka/", act=acts.send_empty_appeal, note="with errors"),
    Shown("moderation/appeal_refused.html", "/moderasi/banding/x/", status=403),
    Shown("moderation/numbers.html", "/moderasi/angka/"),
    Shown("moderation/link.html", "/moderasi/angka/", act=acts.open_case_link),
    Shown("moderation/link_done.html", "/moderasi/angka/", act=acts.decide_by_link),
    Shown("moderation/link_refused.html", "/moderasi/tautan/x/", status=403),
    Shown("moderation/at_hand.html", "/moderasi/komentar/1/", person=ADMINISTRATOR),
    Shown("moderation/at_hand.html", "/moderasi/komentar/1/", person=ADMINISTRATOR, act=acts.send, note="with errors"),
    Shown("moderation/continue.html", "/moderasi/komentar/1/lanjutkan/", person=ADMINISTRATOR),
    Shown("moderation/continue.html", "/moderasi/komentar/1/lanjutkan/", person=ADMINISTRATOR, act=acts.send, note="x"),
]
MEMBERS = [
    Shown("members/member_list.html", "/anggota/"),
    Shown("members/member_list.html", "/anggota/?q=Zz", note="empty"),
    Shown("members/profile.html", "/anggota/petrus/", note="of another"),
    Shown("members/profile.html", "/anggota/agnes/", person=MEMBER, note="own"),
    Shown("members/member_list.html", "/anggota/?sector=kelapa&role=producer", note="filtered"),
    Shown("members/member_list.html", "/anggota/?skill=xyzxyz", note="with errors"),
    Shown("members/profile.html", "/anggota/agnes/?as=visitor", person=MEMBER, note="as others see it"),
    Shown("members/profile_form.html", "/anggota/saya/", person=MEMBER),
    Shown("members/my_data.html", "/anggota/saya/data/", person=MEMBER),
    Shown("members/agree.html", "/anggota/saya/setuju/", person=MEMBER),
    Shown("members/trust.html", "/anggota/saya/tingkat/", person=MEMBER),
    Shown("members/erase.html", "/anggota/saya/hapus/", person=MEMBER),
    Shown("members/erase.html", "/anggota/saya/hapus/", person=MEMBER, act=acts.send, note="with errors"),
    Shown("members/profile.html", "/anggota/agnes/", person=CALM, note="with the way to vouch"),
    Shown("members/vouch.html", "/anggota/agnes/dukung/", person=CALM),
    Shown("members/vouch.html", "/anggota/agnes/dukung/", person=CALM, act=acts.send, note="with errors"),
    Shown("members/vouch.html", "/anggota/fransiska/dukung/", person=CALM, act=acts.vouch, note="given"),
    Shown("members/vouch_refused.html", "/anggota/petrus/dukung/", person=MEMBER, status=403),
    Shown("members/erasure_waits.html", "/anggota/saya/hapus/", person="yosina@example.org", act=acts.give_up_account),
    Shown("members/picture_form.html", "/anggota/saya/foto/", person=MEMBER),
    Shown(
        "members/picture_form.html", "/anggota/saya/foto/", person=MEMBER, act=acts.send_no_picture, note="with errors"
    ),
    Shown("members/news.html", "/anggota/saya/kabar/", person="siti@example.org", note="proposing"),
    Shown("members/news.html", f"{FOLLOW}sector/1/", person=MEMBER, act=acts.follow_and_look("kabar")),
    Shown("members/following.html", "/anggota/saya/mengikuti/", person=CALM, note="proposing"),
    Shown("members/following.html", f"{FOLLOW}region/1/", person=MEMBER, act=acts.follow_and_look("mengikuti")),
    Shown("members/follow_form.html", f"{FOLLOW}region/2/", person=MEMBER),
    Shown("members/sectors_form.html", f"{FOLLOW}bidang/", person=MEMBER),
    Shown(
        "home/region_page.html",
        MALUKU,
        person=MEMBER,
        act=acts.unfold("main a[data-hx-get*='/mengikuti/']", "main form[action*='/mengikuti/']"),
        note="following in place",
    ),
    Shown("members/blocked.html", "/anggota/saya/blokir/", person=MEMBER, note="empty"),
    Shown("members/block_form.html", "/anggota/petrus/", person=MEMBER, act=acts.follow("main a[href*='/blokir/']")),
    Shown("members/blocked.html", "/anggota/petrus/", person="yosina@example.org", act=acts.block_from_profile),
    Shown("account/login.html", "/akun/masuk/"),
    Shown("account/login.html", "/akun/masuk/", act=acts.send, note="with errors"),
    Shown("account/signup.html", "/akun/daftar/"),
    Shown("account/signup.html", "/akun/daftar/", act=acts.send, note="with errors"),
    Shown("account/verification_sent.html", "/akun/daftar/", act=acts.sign_up),
    Shown("account/email_confirm.html", "/akun/daftar/", act=acts.open_confirmation),
    Shown(
        "account/email_confirm.html", "/akun/daftar/", act=acts.confirm_with_a_wrong_password, note="on another device"
    ),
    Shown("account/email_confirm.html", "/akun/surel/konfirmasi/x/", note="broken"),
    Shown("account/password_reset.html", "/akun/sandi/lupa/"),
    Shown("account/password_reset_done.html", "/akun/sandi/lupa/", act=acts.ask_for_password),
    Shown("account/password_reset_from_key.html", "/akun/sandi/lupa/", act=acts.open_new_password),
    Shown("account/password_reset_from_key.html", "/akun/sandi/baru/1-x/", note="broken"),
    Shown("account/password_reset_from_key_done.html", "/akun/sandi/baru/"),
    Shown("account/account_inactive.html", "/akun/nonaktif/"),
    Shown("members/suspended.html", "/akun/masuk/", act=signing_in.be_turned_away, status=403),
    Shown("members/removed.html", "/akun/masuk/", act=signing_in.learn_of_removal, status=403),
    Shown("account/logout.html", "/akun/keluar/", person=MEMBER),
    Shown("account/password_change.html", "/akun/sandi/", person=MEMBER),
    Shown("account/password_set.html", "/akun/sandi/pasang/", act=signing_in.without_password),
    Shown("account/request_login_code.html", "/akun/masuk/kode/"),
    Shown("account/request_login_code.html", "/akun/masuk/kode/", act=acts.send, note="with errors"),
    Shown("account/confirm_login_code.html", "/akun/masuk/kode/", act=signing_in.ask_for_code),
    Shown("account/reauthenticate.html", "/akun/pastikan/", person=MEMBER),
    Shown("account/address_link.html", "/akun/surel/", person="laode@example.org", act=signing_in.open_address_link),
    Shown("account/address_changed.html", "/akun/surel/", person="laode@example.org", act=signing_in.stop_change),
    Shown("account/address_link_broken.html", "/akun/surel/pindah/x/", status=404),
    Shown("mfa/authenticate.html", "/akun/masuk/", act=signing_in.come_to_second_step),
    Shown("mfa/reauthenticate.html", "/akun/pastikan/kode/", person=WITH_APP),
    Shown("mfa/index.html", "/akun/keamanan/", person=MEMBER),
    Shown("mfa/index.html", "/akun/keamanan/", person=WITH_APP, note="with an app"),
    Shown("mfa/totp/activate_form.html", "/akun/keamanan/aplikasi/", person=CALM, act=signing_in.prove),
    Shown("mfa/totp/deactivate_form.html", "/akun/keamanan/aplikasi/lepas/", person=WITH_APP, act=signing_in.prove),
    Shown("mfa/recovery_codes/index.html", "/akun/keamanan/kode-cadangan/", person=WITH_APP, act=signing_in.prove),
    Shown(
        "mfa/recovery_codes/generate.html", "/akun/keamanan/kode-cadangan/baru/", person=WITH_APP, act=signing_in.prove
    ),
    Shown("mfa/webauthn/add_form.html", "/akun/keamanan/kunci-sandi/tambah/", person=CALM, act=signing_in.prove),
    Shown("mfa/webauthn/authenticator_list.html", "/akun/keamanan/kunci-sandi/", person=MEMBER, note="empty"),
    Shown(
        "mfa/webauthn/authenticator_list.html",
        "/akun/keamanan/kunci-sandi/",
        person=WITH_APP,
        act=signing_in.with_passkey,
    ),
    Shown(
        "mfa/webauthn/edit_form.html",
        "/akun/keamanan/kunci-sandi/",
        person=WITH_APP,
        act=signing_in.of_passkey("ubah"),
    ),
    Shown(
        "mfa/webauthn/authenticator_confirm_delete.html",
        "/akun/keamanan/kunci-sandi/",
        person=WITH_APP,
        act=signing_in.of_passkey("hapus"),
    ),
    Shown(
        "mfa/webauthn/reauthenticate.html",
        "/akun/pastikan/kunci-sandi/",
        person=WITH_APP,
        act=signing_in.show_passkey,
    ),
    Shown("usersessions/usersession_list.html", "/akun/keamanan/perangkat/", person=MEMBER),
    Shown("socialaccount/connections.html", "/akun/keamanan/akun-lain/", person=MEMBER),
    Shown("socialaccount/login_cancelled.html", "/akun/masuk/batal/"),
    Shown("socialaccount/authentication_error.html", "/akun/masuk/gagal/", status=401),
    Shown("account/email_change.html", "/akun/surel/", person=MEMBER),
    Shown(
        "account/email_change.html", "/akun/surel/", person="laode@example.org", act=acts.change_address, note="waiting"
    ),
]
PEOPLE = "/anggota/saya/dampingan/"
ASSISTANCE = [
    Shown("members/assistance/no_mentor.html", PEOPLE, person=MEMBER),
    Shown("members/assistance/people.html", PEOPLE, person=MENTOR),
    Shown("members/assistance/register.html", f"{PEOPLE}baru/", person=MENTOR),
    Shown("members/assistance/register.html", f"{PEOPLE}baru/", person=MENTOR, act=acts.send, note="with errors"),
    Shown("members/assistance/person.html", f"{PEOPLE}1/", person=MENTOR),
    Shown("members/assistance/person.html", f"{PEOPLE}2/", person=WRITING_MENTOR, act=claiming.write_for),
    Shown("members/assistance/profile_form.html", f"{PEOPLE}1/profil/", person=MENTOR),
    Shown("members/assistance/code.html", f"{PEOPLE}1/kode/", person=MENTOR),
    Shown("members/assistance/code_paper.html", f"{PEOPLE}1/kode/", person=MENTOR, act=acts.send),
    Shown("members/assistance/end.html", f"{PEOPLE}1/akhiri/", person=MENTOR),
    Shown("members/assistance/erase.html", f"{PEOPLE}1/hapus/", person=MENTOR),
    Shown("members/assistance/on_my_behalf.html", "/anggota/saya/data/atas-nama-saya/", person=MEMBER, note="empty"),
    Shown("members/assistance/on_my_behalf.html", "/akun/klaim/", act=claiming.take_over),
    Shown("account/claim.html", "/akun/klaim/"),
    Shown("account/claim.html", "/akun/klaim/", act=acts.send, note="with errors"),
    Shown("account/claim_sent.html", "/akun/klaim/surel/"),
    Shown("account/claim_link.html", "/akun/klaim/", act=claiming.open_link),
    Shown("account/claim_taken.html", "/akun/klaim/", act=claiming.come_too_late, status=409),
    Shown("account/claim_broken.html", "/akun/klaim/x/", status=404),
]
ORGANISATIONS = [
    Shown("organisations/organisation_list.html", "/organisasi/"),
    Shown("organisations/organisation_list.html", "/organisasi/?region=81.02&kind=bumdes&verified=on", note="filtered"),
    Shown("organisations/organisation_list.html", "/organisasi/?q=xyzxyz", note="empty"),
    Shown("organisations/organisation.html", BUMDES, note="visitor"),
    Shown("organisations/organisation.html", BUMDES, person=OWNER, note="own"),
    Shown("organisations/organisation_form.html", "/organisasi/baru/", person=MEMBER),
    Shown(
        "organisations/organisation_form.html", "/organisasi/baru/", person=MEMBER, act=acts.send, note="with errors"
    ),
    Shown("organisations/organisation_form.html", f"{BUMDES}ubah/", person=OWNER, note="editing"),
    Shown("organisations/logo_form.html", f"{BUMDES}logo/", person=OWNER),
    Shown("organisations/people.html", f"{BUMDES}anggota/", person=OWNER),
    Shown(
        "organisations/member.html", f"{BUMDES}anggota/", person=OWNER, act=acts.follow("main .rows li + li .meta a")
    ),
    Shown("organisations/invite.html", f"{BUMDES}undang/", person=OWNER),
    Shown("organisations/invite.html", f"{BUMDES}undang/", person=OWNER, act=acts.send, note="with errors"),
    Shown("organisations/join.html", f"{BUMDES}gabung/", person=MEMBER),
    Shown("organisations/close.html", f"{BUMDES}tutup/", person=OWNER),
    Shown("organisations/closed.html", "/organisasi/koperasi-tutup/", status=410),
    Shown("organisations/leave.html", f"{BUMDES}keluar/", person=OWNER),
    Shown(
        "organisations/leave.html", f"{BUMDES}keluar/", person=OWNER, act=acts.send, status=403, note="as last owner"
    ),
    Shown("organisations/mine.html", "/organisasi/saya/", person=OWNER),
    Shown("organisations/mine.html", "/organisasi/saya/", person="laode@example.org", note="empty"),
    Shown("organisations/invitation.html", f"{BUMDES}undang/", person=OWNER, act=acts.open_own_invitation),
    Shown("organisations/invitation_gone.html", "/organisasi/undangan/x/", status=404),
]
NOTIFICATIONS = [
    Shown("notifications/list.html", "/pemberitahuan/", person="bram@example.org"),
    Shown("notifications/list.html", "/pemberitahuan/", person="nyoman@example.org", note="empty"),
    Shown("notifications/list.html", "/pemberitahuan/", person=JUDGED, note="decided"),
    Shown("notifications/mails.html", "/pemberitahuan/surel/", person=MEMBER),
    Shown("notifications/unfollow.html", "/pemberitahuan/berhenti/x/", status=404, note="broken"),
]
REST = [
    Shown("search/results.html", "/cari/", note="empty"),
    Shown("search/results.html", "/cari/?q=rumput+laut"),
    Shown("search/results.html", "/cari/?q=rumput+laut&region=81.02&kind=story", note="filtered"),
    Shown("search/results.html", "/cari/?q=xyzxyz", note="without hits"),
    Shown("search/refused.html", "/cari/?q=ikan&kind=x", status=400),
    Shown("search/saved.html", "/cari/simpanan/", person="siti@example.org", note="empty"),
    Shown("search/saved_form.html", "/cari/simpan/?q=kopra", person=MEMBER),
    Shown("search/saved_form.html", "/cari/simpan/?q=kopra+kind:kapal", person=MEMBER, note="not understood"),
    Shown("search/saved.html", "/cari/simpan/?q=rumput+laut&kind=story", person=MEMBER, act=acts.send),
    Shown("search/saved_form.html", "/cari/simpan/?q=ikan", person=MEMBER, act=acts.change_saved, note="changing"),
    Shown("search/saved_delete.html", "/cari/simpan/?q=ikan", person=MEMBER, act=acts.ask_to_delete_saved),
    Shown("search/stop.html", "/cari/simpanan/berhenti/x/", status=404, note="broken"),
    Shown("members/only_reading.html", "/forum/baru/", person=SILENCED, status=403),
    Shown("components.html", "/komponen/", person=EDITOR),
    Shown("400.html", f"/cari/?{'a&' * 1001}", status=400),
    Shown("404.html", "/tidak-ada/", status=404),
    Shown("403.html", "/cerita/untuk-redaksi/", person=MEMBER, status=403),
    Shown("403_signed_out.html", "/anggota/saya/", person=MEMBER, act=acts.send_after_the_session, status=403),
    Shown("403_csrf.html", "/anggota/saya/", person=MEMBER, act=acts.send_with_an_old_token, status=403),
    Shown("429.html", "/forum/baru/", person="siti@example.org", act=acts.come_too_often, status=429),
    Shown("500.html", "/admin/failwhale/", ONLY_INDONESIAN, person=ADMINISTRATOR, status=500),
]
PAGES = [*HOME, *FORUM, *COMMENTS, *MEMBERS, *ASSISTANCE, *ORGANISATIONS, *NOTIFICATIONS, *REST]

# Addresses that answer with something else than a page of their own, and why they are not looked at.
NO_PAGES = {
    "notifications:read": "takes in a form of the page of notifications",
    "organisations:again": "takes in a form of the page with the people",
    "organisations:withdraw": "takes in a form of the page with the people",
    "organisations:answer": "takes in a form of the page with the people",
    "members:export": "a file",
    "members:withdraw": "takes in a form of the page with one's data",
    "account_end_session": "takes in a form of the page of devices",
    "members:take_vouch_back": "takes in the form of the page where one vouches",
    "members:keep": "takes in a form of the page with one's data",
    **{
        f"members:assisted_{name}": "takes in a form of the page of a person whom one accompanies"
        for name in ("act", "keep", "stop")
    },
    "mfa_login_webauthn": "what a script asks for on the page to sign in",
    "mfa_download_recovery_codes": "a file",
    "socialaccount_signup": "needs a provider that answers",
    **dict.fromkeys(PROVIDERS, "leads to the provider and back"),
    "moderation:many": "takes in what is ticked at the desk, from where it is looked at",
    "moderation:remove": "takes in what is ticked among people, from where it is looked at",
    "moderation:person": "looked at from the list of people",
    "moderation:claim": "takes in a form of the page of a case",
    "moderation:forget_note": "takes in a form of the page of a person",
    "moderation:undo": "takes in a form of the page of a person",
    "moderation:retract": "takes in a form of the page of one's reports",
    "comments:comment": "leads to the page with the comment",
    "forums:post": "leads to the topic",
    "forums:numbered": "leads to the topic",
    "forums:told": "takes in what a page tells, and answers nothing",
    "document": "a file",
    "media": "a file",
    "members:picture_file": "a file",
    "health": "for machines",
    "sitemap": "for machines",
    "sitemap_section": "for machines",
    "robots": "for machines",
    "search:opensearch": "for machines",
    "search:completions": "for machines",
    "search:suggestions": "a piece that the box shows while one types",
    "search:clicked": "counts, and answers nothing",
    "api:search": "for machines",
    "api:openapi-json": "for machines",
    "api:api-root": "not there",
    "stories_feed": "a feed",
    "sector_feed": "a feed",
    "region_feed": "a feed",
    "region_calendar": "a calendar",
    "events_calendar": "a calendar",
    "event_calendar": "a calendar",
    "writing:preview": "a piece that a form shows in place",
    "writing:complete": "a piece that a form shows in place",
    "search:similar": "a piece that a form shows in place",
    "writing:upload": "takes in a picture, and answers a script",
    "writing:draft": "keeps a draft, and answers a script",
    "upload": "a file",
    "wagtaildocs_serve": "a file",
    "wagtaildocs_authenticate_with_password": "a file behind a password",
    "wagtailcore_authenticate_with_password": "takes in the form of a page behind a password",
    "wagtailcore_login": "closed",
    "wagtail_serve": "our own view serves the pages",
}
# Templates that others extend; none is shown by itself.
FRAMES = {
    "members/following_page.html",
    *("base.html", "refusal.html", "home/base_page.html", "home/base_index.html"),
    *("account/page.html", "forums/form_page.html", "forums/moving_page.html", "forums/own_list.html"),
    "comments/comment_page.html",
    "moderation/page.html",
    "search/saved_page.html",
    "notifications/page.html",
    "organisations/form_page.html",
    "members/directory_page.html",
    *("socialaccount/signup.html", "socialaccount/login_redirect.html"),  # need a provider that answers
}
