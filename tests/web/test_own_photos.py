"""Taking one's own photos along."""

import io
import zipfile

from starlette.testclient import TestClient

from tests.support.pictures import drawn
from tests.support.submitting import send_step
from tests.support.web import log_in
from tests.support.world import World
from tests.web.test_photos import SEEN, kept, upload, written

PHOTOS = "/mijn/gegevens/fotos"


def unpacked(client: TestClient) -> dict[str, bytes]:
    answer = client.get(PHOTOS)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-disposition"] == (
        'attachment; filename="mijn-fotos-testdorp-2026-03-02.zip"'
    )
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_photos_of_a_draft_and_of_a_plan_come_along(
    sqlite_world: World, client: TestClient
) -> None:
    address = written(client, sqlite_world)
    upload(client, address, drawn())
    assert PHOTOS in client.get("/mijn/gegevens").text
    draft = unpacked(client)
    assert draft["fotos.txt"].decode() == f"foto-1.webp: {SEEN} ()\n"
    assert draft["foto-1.webp"] in kept(sqlite_world).values()
    send_step(client, f"{address}/versturen", {})
    assert unpacked(client) == draft | {
        "fotos.txt": f"foto-1.webp: {SEEN} (Een bankje bij de vijver)\n".encode()
    }


def test_nobody_gets_anothers(sqlite_world: World, client: TestClient) -> None:
    upload(client, written(client, sqlite_world), drawn())
    log_in(client, sqlite_world, "bram")
    assert PHOTOS not in client.get("/mijn/gegevens").text
    assert client.get(PHOTOS).status_code == 404
    client.cookies.clear()
    assert client.get(PHOTOS).headers["location"].startswith("/inloggen?terug=")


def test_a_file_that_is_gone_is_still_named(sqlite_world: World, client: TestClient) -> None:
    upload(client, written(client, sqlite_world), drawn())
    kept(sqlite_world).clear()
    assert set(unpacked(client)) == {"fotos.txt"}
