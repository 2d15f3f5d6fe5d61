"""Each change of a threshold, a template or a list is in the log: by whom, before and after, in the reader's words."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core import serializers
from django.urls import reverse
from django.utils import translation
from wagtail.log_actions import LogContext
from wagtail.models import ModelLogEntry

from community.forums.models.site_settings import ForumSettings
from community.moderation.models import BlockedTerm, ModerationSettings, ReplyTemplate
from community.writing.models import OpenSite
from tests.factories.members import AdministratorFactory, ModeratorFactory

pytestmark = pytest.mark.django_db
BLOCKED = {"kind": "word", "text": "togel", "note": "iklan"}
TEMPLATE = {"name": "Iklan", "text": "Ini iklan.", "text_en": ""}


def test_a_threshold_that_an_administrator_changes_is_in_the_log_with_before_and_after(client):
    administrator = AdministratorFactory()
    client.force_login(administrator)
    saved(client, ModerationSettings.load(), hide_score="4.5", undo_hours="48")
    (line,) = ModelLogEntry.objects.all()
    assert (line.action, line.user_id) == ("rules.change", administrator.pk)
    assert line.data == {
        "reason": "",
        "before": {"hide_score": "8.33", "undo_hours": 24},
        "after": {"hide_score": "4.50", "undo_hours": 48},
    }


def test_the_line_names_the_fields_and_writes_numbers_as_the_reader_does(client):
    client.force_login(AdministratorFactory())
    saved(client, ModerationSettings.load(), hide_score="4.5", undo_hours="48")
    assert said("en") == [
        "Changed: weight of reports at which something is hidden: 8.33 → 4.50; "
        "hours in which the removal of a spammer can be undone: 24 → 48."
    ]
    assert said("id") == [
        "Diubah: bobot laporan yang menyembunyikan sesuatu: 8,33 → 4,50; "
        "jam selama penyingkiran akun bisa dibatalkan: 24 → 48."
    ]


def test_the_history_of_the_site_shows_it(client):
    client.force_login(AdministratorFactory(language="id"))
    saved(client, ModerationSettings.load(), hide_score="4.5")
    page = client.get(reverse("wagtailadmin_reports:site_history")).content.decode()
    assert "8,33 → 4,50" in page
    assert "Diubah: bobot laporan" in page


def test_a_limit_of_the_forum_is_told_in_the_words_of_its_form(client):
    client.force_login(AdministratorFactory())
    saved(client, ForumSettings.load(), new_tags_from="5")
    assert said("en") == ["Changed: who may make new tags: Members from trust level 3 → Moderators only."]


def test_settings_that_are_looked_at_first_or_saved_unchanged_have_no_line(client):
    client.force_login(AdministratorFactory())
    client.get(reverse("wagtailsettings:edit", args=["moderation", "moderationsettings"]))
    saved(client, ModerationSettings.objects.get())
    assert not ModelLogEntry.objects.exists()


def test_the_first_settings_that_are_not_as_a_site_begins_have_a_line():
    ModerationSettings.objects.create(claim_minutes=30)
    line = ModelLogEntry.objects.get()
    assert (line.data["before"], line.data["after"]) == ({"claim_minutes": 15}, {"claim_minutes": 30})


@pytest.mark.parametrize(
    ("name", "first", "then", "words"),
    [
        (
            "blocked_terms",
            BLOCKED,
            {**BLOCKED, "text": "judi"},
            [
                "Added: kind: Word or words; text: togel; why: iklan.",
                "Changed: text: togel → judi.",
                "Deleted: kind: Word or words; text: judi; why: iklan.",
            ],
        ),
        (
            "open_sites",
            {"host": "desa.example", "note": "kantor desa"},
            {"host": "desa.example", "note": ""},
            [
                "Added: site: desa.example; why: kantor desa.",
                "Changed: why: kantor desa → —.",
                "Deleted: site: desa.example.",
            ],
        ),
        (
            "reply_templates",
            TEMPLATE,
            {**TEMPLATE, "text_en": "This is an advert."},
            [
                "Added: name: Iklan; text (Indonesian): Ini iklan.",
                "Changed: text (English): — → This is an advert.",
                "Deleted: name: Iklan; text (Indonesian): Ini iklan.; text (English): This is an advert.",
            ],
        ),
    ],
)
def test_what_moderators_keep_in_lists_has_one_line_for_each_act(client, name, first, then, words):
    moderator = ModeratorFactory()
    client.force_login(moderator)
    client.post(reverse(f"{name}:add"), first)
    model = {"blocked_terms": BlockedTerm, "open_sites": OpenSite, "reply_templates": ReplyTemplate}[name]
    row = model.objects.get()
    client.post(reverse(f"{name}:edit", args=[row.pk]), then)
    history = client.get(reverse(f"{name}:history", args=[row.pk])).content.decode()
    client.post(reverse(f"{name}:delete", args=[row.pk]))
    lines = ModelLogEntry.objects.order_by("pk")
    assert [line.action for line in lines] == ["rules.add", "rules.change", "rules.delete"]
    assert {line.user_id for line in lines} == {moderator.pk}
    assert said("en") == words
    assert "→" in history


def test_a_change_from_elsewhere_is_in_the_log_in_the_name_of_who_made_it():
    template = ReplyTemplate.objects.create(**TEMPLATE)
    with LogContext(user=(moderator := ModeratorFactory())):
        template.text = "Ini iklan, maaf."
        template.save(update_fields=["text"])
    ReplyTemplate.objects.filter(pk=template.pk).delete()
    lines = list(ModelLogEntry.objects.order_by("pk"))
    assert [line.user_id for line in lines] == [None, moderator.pk, None]
    assert lines[2].data["before"] == {"name": "Iklan", "text": "Ini iklan, maaf."}


def test_a_row_that_is_loaded_from_a_file_has_no_line():
    term = BlockedTerm(pk=1, text="togel", kind="word")
    for each in serializers.deserialize("json", serializers.serialize("json", [term])):
        each.save()
    assert BlockedTerm.objects.exists()
    assert not ModelLogEntry.objects.exists()


def test_the_numbers_that_count_are_those_that_were_saved():
    settings = ModerationSettings.objects.create()
    settings.hide_score = Decimal("8.330")
    settings.save()
    assert not ModelLogEntry.objects.exists()


def saved(client, settings, **changed) -> None:
    """Save the form of some settings with a few of its fields changed."""
    names = [field.name for field in settings._meta.concrete_fields if field.editable and not field.primary_key]
    fields = {name: getattr(settings, name) for name in names}
    address = reverse("wagtailsettings:edit", args=[settings._meta.app_label, settings._meta.model_name, settings.pk])
    answer = client.post(address, {**fields, **changed})
    assert answer.status_code == 302, answer.context["form"].errors


def said(language: str) -> list[str]:
    with translation.override(language):
        return [line.message for line in ModelLogEntry.objects.order_by("pk")]
