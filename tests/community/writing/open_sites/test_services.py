"""Sites that everybody may link to: links to them count towards no limit."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from community.writing.models import OpenSite
from community.writing.newcomers import require_few_links
from community.writing.open_sites.services import counted_links, is_open
from tests.factories.members import MemberFactory

pytestmark = pytest.mark.django_db


def open_site(host: str) -> OpenSite:
    site = OpenSite(host=host)
    site.full_clean()
    site.save()
    return site


def test_at_first_only_the_own_site_is_open(settings):
    settings.BASE_URL = "https://www.negeri.example:8000"
    assert not OpenSite.objects.exists()
    assert is_open("negeri.example")
    assert is_open("kei.negeri.example")
    assert not is_open("bukan-negeri.example")
    assert not is_open("example")


@pytest.mark.parametrize(
    ("link", "counts"),
    [
        ("https://desa.example/a", False),
        ("https://www.desa.example", False),
        ("https://ohoi.desa.example/b", False),
        ("HTTPS://DESA.EXAMPLE/", False),
        ("www.desa.example", False),
        ("[desa](//desa.example)", False),
        ("[desa](https://d%65sa.example)", False),
        ("[desa](https://desa\u3002example/x)", False),
        ("https://bukandesa.example", True),
        ("https://desa.example.org", True),
        ("https://desa.example@toko.example", True),
        ("https://toko.example/desa.example", True),
        ("[desa](https:toko.example)", True),
        ("[desa.example](https://toko.example)", True),
        ("[desa](https:///desa.example/a)", False),
        (r"[desa](https:\\desa.example)", False),
        ("[desa](https:////toko.example)", True),
        ("[desa](///toko.example)", True),
        (r"[desa](https:/\toko.example)", True),
    ],
)
def test_a_site_is_open_with_all_below_it_and_no_other(link, counts):
    open_site("https://www.Desa.example/masuk")
    assert bool(counted_links(link)) is counts


def test_a_site_with_accents_is_kept_as_browsers_write_it():
    assert open_site("tökö.example").host == "xn--tk-fkab.example"
    assert not counted_links("https://tökö.example/")


@pytest.mark.parametrize("host", ["desa", "a b.c", "example.", "*", ""])
def test_what_is_no_site_is_refused(host):
    with pytest.raises(ValidationError):
        open_site(host)


def test_a_site_stands_once():
    open_site("desa.example")
    with pytest.raises(ValidationError):
        open_site("www.DESA.example")


@pytest.mark.real_limits
def test_a_new_member_links_to_it_as_often_as_they_like():
    text = " ".join(f"https://desa.example/{number}" for number in range(5))
    member = MemberFactory()
    with pytest.raises(ValidationError):
        require_few_links(author=member, text=text)
    site = open_site("desa.example")
    require_few_links(author=member, text=text)
    site.delete()
    with pytest.raises(ValidationError):
        require_few_links(author=member, text=text)


def test_the_list_costs_no_query_where_it_is_known(django_assert_num_queries):
    open_site("desa.example")
    counted_links("https://desa.example")
    with django_assert_num_queries(0):
        counted_links("https://desa.example https://toko.example")
