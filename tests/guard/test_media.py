from pathlib import Path

import pytest

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    for name in ("images/a.webp", "original_images/a.jpg", "documents/a.pdf", "secret.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")


def test_renditions_are_served_for_a_year(client):
    response = client.get("/media/images/a.webp")
    assert response.status_code == 200
    assert "max-age=31536000" in response["Cache-Control"]


@pytest.mark.parametrize(
    "path", ["original_images/a.jpg", "documents/a.pdf", "secret.txt", "images/../secret.txt", "images/none.webp"]
)
def test_originals_documents_and_all_else_stay_closed(client, path):
    assert client.get(f"/media/{path}").status_code == 404


def test_health_says_that_the_database_answers(client):
    assert client.get("/healthz/").json() == {"database": "ok"}
