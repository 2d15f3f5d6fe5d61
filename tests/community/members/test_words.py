import pytest
from django.core.exceptions import ValidationError

from community.members.describing import learn
from community.members.parts import Skill
from community.members.words import clean_links, clean_words, fold_word


def test_words_are_parted_by_commas_and_kept_once_as_first_written():
    assert clean_words(" Pembukuan,menyelam ;\n pembukuan, ,Dive-Guide", most=5) == [
        "Pembukuan",
        "menyelam",
        "Dive-Guide",
    ]


@pytest.mark.parametrize("text", ["a, b, c", "x" * 41, "ok, " + "ﷺ" * 10])
def test_too_many_and_too_long_words_are_refused(text):
    with pytest.raises(ValidationError):
        clean_words(text, most=2)


@pytest.mark.parametrize("word", ["Pembukuan", "PEMBUKUAN", " pembukuan. ", "Pémbukuan"])
def test_who_means_the_same_word_means_one(word):
    assert fold_word(word) == "pembukuan"


def test_what_has_no_letter_or_number_is_no_word():
    assert clean_words("-, !, \u202e,…", most=1) == []


@pytest.mark.django_db
def test_the_vocabulary_is_shared_and_keeps_the_first_spelling():
    first = learn(["Pembukuan", "menyelam"])
    second = learn(["PEMBUKUAN"])
    assert [str(skill) for skill in second] == ["Pembukuan"]
    assert second[0] in first
    assert Skill.objects.count() == 2


def test_a_link_needs_no_scheme_and_stands_once():
    text = "example.org/saya\n\nhttps://example.org/saya\nhttp://toko.example.org/?a=1"
    assert clean_links(text, most=5) == ["https://example.org/saya", "http://toko.example.org/?a=1"]


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "javascript://example.org/%0aalert(1)",
        "data:text/html,x",
        "ftp://example.org",
        "https://user:sandi@example.org/",
        "https://example.org@evil.example/",
        'https://example.org/"onmouseover="x',
        "https://" + "a" * 200 + ".example.org/",
        "//example.org",
        "maria",
        "https://example.org/\u202egpj",
    ],
)
def test_what_is_no_plain_address_of_the_web_is_refused(link):
    with pytest.raises(ValidationError):
        clean_links(link, most=5)


def test_more_than_five_links_are_refused():
    with pytest.raises(ValidationError):
        clean_links("\n".join(f"https://example.org/{number}" for number in range(6)), most=5)
