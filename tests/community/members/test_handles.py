from itertools import islice

import pytest
from django.core.exceptions import ValidationError

from community.members.handles import clean_handle, fold, fold_lightly, proposals


@pytest.mark.parametrize(("typed", "stored"), [("maria", "maria"), (" @Maria_L ", "maria_l"), ("a-2", "a-2")])
def test_a_handle_is_stored_in_small_letters(typed, stored):
    assert clean_handle(typed) == stored


@pytest.mark.parametrize("typed", ["ab", "a" * 31, "maría", "мария", "ma ria", "ma/ria", "123", "---", "<b>x</b>"])
def test_what_is_no_handle_is_refused(typed):
    with pytest.raises(ValidationError):
        clean_handle(typed)


@pytest.mark.parametrize("typed", ["admin", "Admin", "adrnin", "negeri", "saya", "redaksi", "rnoderator", "m0derator"])
def test_words_of_the_site_are_reserved_also_in_disguise(typed):
    with pytest.raises(ValidationError):
        clean_handle(typed)


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "adm1n",
            "4dmin",
            "admin2",
            "admin-negeri",
            "maria-admin",
            "adminmaria",
            "a-d-m-i-n",
            "a_dmin",
            "adrnin-ambon",
        ),
        *(
            "staf-ambon",
            "5taff",
            "official-maria",
            "redaksi-kei",
            "m0derat0r-x",
            "tim-negeri",
            "tirn_negeri",
            "vvebmaster1",
        ),
        *("pendamping-elat", "pemerintah-maluku", "polisi-tual"),
    ],
)
def test_a_handle_that_looks_like_staff_is_refused_to_all_but_staff(typed):
    with pytest.raises(ValidationError) as refused:
        clean_handle(typed)
    assert refused.value.code == "looks_like_staff"
    assert clean_handle(typed, is_staff=True)


OFFICES = (
    "negeri-resmi editor-negeri editor2 editors pengelola-negeri pengurus-negeri stafnegeri negeristaff negeri-team "
    "redakturnegeri mentor-resmi cs-negeri bantuan-negeri moderasi mods cs_n3ger1 mentor-2 negeri_mandiri-tim"
)


@pytest.mark.parametrize("typed", OFFICES.split())
def test_an_office_with_or_without_the_sites_name_is_refused(typed):
    with pytest.raises(ValidationError) as refused:
        clean_handle(typed)
    assert refused.value.code == "looks_like_staff"


@pytest.mark.parametrize(
    "typed", ["negeri-laut-koperasi", "editor-film", "pengurus-negeri-hila", "bantuan-hukum", "tim-2", "mentor-tani"]
)
def test_an_office_elsewhere_is_free(typed):
    assert clean_handle(typed) == typed


@pytest.mark.parametrize(
    "typed", ["badminton", "stafani", "modesta", "resmi-wati", "negeri-hila", "petrus-r", "modal-usaha", "systema"]
)
def test_names_that_only_resemble_such_a_word_are_free(typed):
    assert clean_handle(typed) == typed


@pytest.mark.parametrize("typed", ["аdmin", "mаria", "ｍaria", "maria​", "marıa", "maria‮"])
def test_letters_of_other_scripts_and_signs_that_nobody_sees_are_refused(typed):
    with pytest.raises(ValidationError) as refused:
        clean_handle(typed)
    assert refused.value.code == "characters"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *(("marial", "maria1"), ("bo", "b0"), ("mama", "rnama"), ("a_b", "a-b"), ("a--b", "a-b"), ("5ari", "sari")),
        *(("maria", other) for other in ("mar1a", "marla", "mar|a", "maria_", "maria-", "ma-ria", "m.ar.ia", "MARIA")),
    ],
)
def test_look_alikes_fold_to_the_same(one, other):
    assert fold(one) == fold(other)


def test_different_handles_stay_different():
    assert len({fold(handle) for handle in ("maria", "mario", "maria-l", "maria-2", "mariana", "marta")}) == 6


@pytest.mark.parametrize("handle", ["maria-1", "mar-nia", "r-rnn", "r-nrn", "a__b", "5-10"])
def test_what_was_folded_before_folds_to_the_same_as_the_handle_itself(handle):
    assert fold(fold_lightly(handle)) == fold(fold(handle)) == fold(handle)


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Maria Letsoin", "maria-letsoin"),
        ("Élisa d'Ambon", "elisa-d-ambon"),
        ("李", "anggota-2"),
        ("Admin", "anggota-2"),
        ("Staf Ambon", "anggota-2"),
        ("X" * 80, "x" * 24),
    ],
)
def test_a_handle_is_proposed_for_any_name(name, first):
    handles = list(islice(proposals(name), 3))
    assert handles[0] == first
    assert len(set(handles)) == 3
    assert all(clean_handle(handle) == handle for handle in handles)
