"""Words that everybody tries first are no passwords, whatever stands around them."""

from __future__ import annotations

import pytest
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.urls import reverse

from community.members.models import User
from community.members.passwords.guessing import common_words, is_guessable
from tests.factories.members import PASSWORD, MemberFactory

GUESSABLE = [
    *("indonesia123", "Indonesia2026", "sayang1", "sayang1234567", "S4yang12345", "s@y@ng-2024", "1nd0nesia!!"),
    *("sayangsayang", "cintacintacinta", "bismillah1", "Maluku#1999", "keikepulauan", "negerimandiri2026"),
    *(
        "123rahasia456",
        "ain-ni-ain-2026",
        "cintabandung99",
        "merah-putih-45",
        "INDONESIA   17",
        "sáyang1234",
        "ｓａｙａｎｇ１２３４",
    ),
]
FINE = [
    *(PASSWORD, "perahu-merah-77", "kayu-hanyut-3391", "tali biru pagi ini", "xk29vbqmw7"),
    *("indonesia punya sebelas ribu ikan", "sayanglah jangkar itu", "1234567890", "", "—"),
]


@pytest.mark.parametrize("password", GUESSABLE)
def test_common_words_are_known_with_numbers_signs_and_lookalikes(password):
    assert is_guessable(password)


@pytest.mark.parametrize("password", FINE)
def test_other_passwords_are_left_alone(password):
    assert not is_guessable(password)


def test_the_list_is_clean():
    words = common_words()
    assert len(words) > 300
    assert [word for word in words if not word.isalpha() or word != word.casefold() or len(word) < 3] == []


def test_a_long_password_is_judged_at_once():
    assert not is_guessable("sayang" * 600 + "x")
    assert is_guessable("sayang" * 600)
    assert not is_guessable("1" * 2_400_000 + "2" * 2_400_000)


def test_it_is_among_the_validators_and_says_so(in_english):
    with pytest.raises(ValidationError) as refused:
        validate_password("sayang123456")
    assert refused.value.error_list[-1].code == "password_guessable"
    assert any("indonesia123" in text for text in password_validators_help_texts())


@pytest.mark.django_db
def test_nobody_signs_up_with_one_and_is_told_what_to_do(client):
    typed = {"name": "Maria", "email": "maria@example.org", "password1": "negeri12345", "agrees": "on"}
    page = client.post(reverse("account_signup"), typed).content.decode()
    assert "tiga atau empat kata" in page
    assert not User.objects.exists()


@pytest.mark.django_db
def test_who_has_one_from_before_still_signs_in(client):
    MemberFactory(email="maria@example.org", password="sayang123456")
    assert client.post("/akun/masuk/", {"login": "maria@example.org", "password": "sayang123456"}).url == "/"
