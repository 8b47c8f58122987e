"""A film with a plan, as a browser sends it and a player asks for it."""

import re

import pytest
from starlette.testclient import TestClient

from tests.support.pictures import SVG
from tests.support.recordings import PLACE, filmed
from tests.support.submitting import send_step
from tests.support.web import ClientFor, log_in
from tests.support.world import World
from tests.web.test_photos import kept, written
from wijkstem.commands.initiatives import TakeStep
from wijkstem.tables.drafts import Draft
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.media import Film, LooseFile
from wijkstem.words import Role
from workers.tidying import tidy

SAID = "U hoort hoe hard het verkeer rijdt."
CAPTIONS = b"WEBVTT\n\n00:00:00.000 --> 00:00:01.000\nHier rijden ze hard\n"


def send(
    client: TestClient,
    address: str,
    go: str,
    *,
    field: str = "film",
    content: bytes = b"",
    **values: str,
) -> "tuple[int, str]":
    files = {field: ("bestand", content)} if content else {field: ("", b"")}
    answer = client.post(f"{address}/film", data={"ga": go} | values, files=files)
    if answer.status_code == 303:
        on = client.get(answer.headers["location"])
        return on.status_code, on.text
    return answer.status_code, answer.text


def source(page: str) -> str:
    [found] = re.findall(r'<source src="(/film/[^"]+)"', page)
    return str(found)


def test_film_from_the_form_to_everybodys_page(world: World, client_for: ClientFor) -> None:
    client, visitor = client_for(world), client_for(world)
    address = written(client, world)
    status, page = send(client, address, "toevoegen", content=filmed())
    assert status == 200
    link = source(page)
    assert visitor.get(link).status_code == 404, "nobody else's, and not even that it is there"
    refused = send_step(client, f"{address}/versturen", {})
    assert (refused.status_code, f"{address}/film#f-transcript" in refused.text) == (422, True)
    assert send(client, address, "bewaar")[0] == 422, "a film without words is not kept quietly"
    assert send(client, address, "bewaar", transcript=SAID)[0] == 200
    assert SAID in client.get(f"{address}/versturen").text
    filed = send_step(client, f"{address}/versturen", {})
    assert filed.status_code == 303, filed.text
    assert visitor.get(link).status_code == 404, "not public yet"
    official = client_for(world)
    log_in(official, world, "official", Role.OFFICIAL)
    assert link in official.get("/moderatie/2026-0001").text
    [plan] = world.rows(Initiative)
    world.execute(TakeStep(plan["id"], 1, "admit"), world.official)
    world.settle()
    public = visitor.get(filed.headers["location"]).text
    assert source(public) == link
    assert SAID in public
    given = visitor.get(link)
    assert given.content in kept(world).values()
    assert PLACE.encode() not in given.content
    assert (given.headers["content-type"], given.headers["accept-ranges"]) == ("video/mp4", "bytes")
    assert given.headers["cache-control"] == "public, max-age=3600"
    assert given.headers["content-security-policy"].startswith("default-src 'none'")


def test_player_asks_for_parts(world: World, client_for: ClientFor) -> None:
    client = client_for(world)
    address = written(client, world)
    link = source(send(client, address, "toevoegen", content=filmed())[1])
    whole = client.get(link)
    part = client.get(link, headers={"range": "bytes=4-7"})
    assert (part.status_code, part.content, whole.content[4:8]) == (206, b"ftyp", b"ftyp")
    assert part.headers["content-range"] == f"bytes 4-7/{len(whole.content)}"
    beyond = client.get(link, headers={"range": f"bytes={len(whole.content)}-"})
    assert beyond.status_code == 416
    changed = client.get(link, headers={"range": "bytes=4-7", "if-range": '"another"'})
    assert (changed.status_code, changed.content) == (200, whole.content)


def test_captions_are_words_enough(world: World, client_for: ClientFor) -> None:
    client = client_for(world)
    address = written(client, world)
    link = source(
        send(client, address, "toevoegen", content=filmed("webm", "libvpx", "libopus"))[1]
    )
    assert client.get(f"{link}/ondertitels.vtt").status_code == 404
    for bad in (b"zomaar een tekst", "WEBVTT \xe9".encode("latin-1"), SVG):
        status, page = send(
            client, address, "bewaar", field="captions", content=bad, transcript="Wel"
        )
        assert (status, ">Wel</textarea>" in page.replace("\n", "")) == (422, True)
    assert send(client, address, "bewaar", field="captions", content=CAPTIONS)[0] == 200
    given = client.get(f"{link}/ondertitels.vtt")
    assert (given.headers["content-type"], given.content) == ("text/vtt; charset=utf-8", CAPTIONS)
    assert 'kind="captions"' in client.get(f"{address}/beeld").text
    assert send_step(client, f"{address}/versturen", {}).status_code == 303


@pytest.mark.parametrize("content", [b"", SVG, b"MZ" * 500])
def test_what_is_no_film_is_told_and_nothing_stays(
    world: World, client_for: ClientFor, content: bytes
) -> None:
    client = client_for(world)
    address = written(client, world)
    status, page = send(client, address, "toevoegen", content=content)
    assert (status, 'id="f-film-error"' in page) == (422, True)
    assert (world.rows(Film), kept(world), world.rows(LooseFile)) == ([], {}, [])


def test_another_film_or_none_lets_go_of_the_file(world: World, client_for: ClientFor) -> None:
    client = client_for(world)
    address = written(client, world)
    send(client, address, "toevoegen", content=filmed())
    send(client, address, "toevoegen", content=filmed(seconds=0.5))
    assert len(world.rows(Film)) == 1
    assert tidy(world.services, "testdorp") == 1
    send(client, address, "weg")
    tidy(world.services, "testdorp")
    assert (world.rows(Film), kept(world)) == ([], {})
    assert world.rows(Draft) != []


def test_too_large_a_body_is_refused_before_it_is_read(world: World, client_for: ClientFor) -> None:
    client = client_for(world)
    address = written(client, world)
    answer = client.post(
        f"{address}/film", content=b"", headers={"content-length": "156000000",
        "content-type": "multipart/form-data; boundary=x"},
    )  # fmt: skip
    assert answer.status_code == 413
