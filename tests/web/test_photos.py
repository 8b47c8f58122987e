"""Photos of a plan, as a browser sends and gets them."""

import re
from dataclasses import replace
from html import unescape

import pytest
from starlette.testclient import TestClient

from tests.support.pictures import PLACE, SVG, bomb, drawn
from tests.support.submitting import begin, send_step, told, write_plan
from tests.support.web import ClientFor, log_in
from tests.support.world import World
from wijkstem.adapters.files import MemoryFiles
from wijkstem.commands.initiatives import TakeStep
from wijkstem.tables.accounts import LoginSession
from wijkstem.tables.drafts import Draft
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.media import LooseFile, Photo
from wijkstem.words import Role
from workers.tidying import tidy

GOOD = {
    "title": "Een bankje bij de vijver",
    "neighbourhood_code": "WK990100",
    "subject": "green",
    "vraag-decision": "Zet een bankje neer bij de vijver.",
}
SEEN = "Een veldje met gras en een boom."


def upload(
    client: TestClient, address: str, content: bytes, name: str = "foto.jpg", **values: str
) -> "tuple[int, str]":
    answer = client.post(
        f"{address}/beeld",
        data={"nieuw": SEEN, "ga": "toevoegen"} | values,
        files={"foto": (name, content, "image/jpeg")},
    )
    answer = told(client, answer)
    return answer.status_code, unescape(answer.text)


def written(client: TestClient, world: World) -> str:
    log_in(client, world, "anna")
    return write_plan(client, GOOD)[0]


def links(page: str) -> list[str]:
    return re.findall(r'src="(/foto/[^"]+)"', page)


def kept(world: World) -> dict[str, bytes]:
    files = world.services.files
    assert isinstance(files, MemoryFiles)
    return files.kept


def test_photo_from_the_form_to_everybodys_page(world: World, client_for: ClientFor) -> None:
    client, visitor = client_for(world), client_for(world)
    address = written(client, world)
    assert upload(client, address, drawn())[0] == 303
    page = client.get(f"{address}/beeld").text
    [link] = links(page)
    assert f'alt="{SEEN}"' in page
    assert 'width="800" height="600"' in page
    assert client.get(link).status_code == 200
    assert visitor.get(link).status_code == 404, "nobody else's, and not even that it is there"
    filed = send_step(client, f"{address}/versturen", {})
    assert filed.status_code == 303, filed.text
    assert [(row["draft_id"], row["person_id"]) for row in world.rows(Photo)] == [(None, None)]
    assert visitor.get(link).status_code == 404, "not public yet"
    official = client_for(world)
    log_in(official, world, "official", Role.OFFICIAL)
    assert link in official.get("/moderatie/2026-0001").text
    assert official.get(link).headers["cache-control"] == "private, no-store"
    [plan] = world.rows(Initiative)
    world.execute(TakeStep(plan["id"], 1, "admit"), world.official)
    world.settle()
    public = visitor.get(filed.headers["location"]).text
    assert links(public) == [link]
    assert 'loading="lazy"' in public
    given = visitor.get(link)
    assert given.content in kept(world).values()
    assert PLACE.encode() not in given.content
    assert {name: given.headers[name] for name in ("content-type", "x-content-type-options")} == {
        "content-type": "image/webp",
        "x-content-type-options": "nosniff",
    }
    assert given.headers["content-security-policy"] == (
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
        " object-src 'none'; sandbox"
    )
    assert given.headers["content-disposition"] == 'inline; filename="foto.webp"'
    again = visitor.get(link, headers={"if-none-match": given.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert visitor.get(link.replace("groot", "klein")).status_code == 200
    assert visitor.get(link.replace("groot", "reus")).status_code == 404
    there = client_for(world, where="buurdorp")
    assert there.get(link).status_code == 404
    assert world.rows(LooseFile) == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (SVG, "Dit is geen foto die wij kunnen gebruiken."),
        (bomb(), "Deze foto is te groot om te openen."),
        (b"\xff\xd8\xff" + b"x" * 20_000_000, "Deze foto is te groot: 21 MB."),
    ],
)
def test_what_is_no_photo_is_refused_and_the_rest_stays(
    client: TestClient, sqlite_world: World, content: bytes, said: str
) -> None:
    address = written(client, sqlite_world)
    status, page = upload(client, address, content)
    assert status == 422
    assert page.count(said) == 2
    assert 'href="#f-foto"' in page
    assert SEEN in page
    assert kept(sqlite_world) == {}
    assert len(sqlite_world.rows(Draft)) == 1
    assert GOOD["vraag-decision"] in client.get(f"{address}/plan").text


def test_more_than_a_request_may_carry(client: TestClient, sqlite_world: World) -> None:
    address = written(client, sqlite_world)
    status, page = upload(client, address, b"x" * 26_000_000)
    assert (status, "Kies een kleiner bestand." in page) == (413, True)
    plan = client.post(f"{address}/plan", content=b"x" * 1_100_000)
    assert (plan.status_code, "Maak uw tekst korter." in plan.text) == (413, True)


def test_words_are_asked_for_and_required(world: World, client_for: ClientFor) -> None:
    client = client_for(world)
    address = written(client, world)
    status, page = upload(client, address, drawn(), nieuw="")
    assert status == 422
    assert "Vertel in een zin wat er op de foto te zien is." in page
    [photo] = world.rows(Photo)
    assert links(page), "the photo itself is kept"
    check = unescape(client.get(f"{address}/versturen").text)
    assert send_step(client, f"{address}/versturen", {}).status_code == 422
    assert "Zo zien anderen uw plan" in check
    name = f"foto-{photo['id']}"
    assert send_step(client, f"{address}/beeld", {name: " "}).status_code == 422
    assert send_step(client, f"{address}/beeld", {name: "x" * 301}).status_code == 422
    assert send_step(client, f"{address}/beeld", {name: "BSN 123456782"}).status_code == 422
    done = send_step(client, f"{address}/beeld", {name: SEEN})
    assert done.headers["location"] == f"{address}/versturen"
    assert send_step(client, f"{address}/versturen", {}).status_code == 303


def test_five_and_no_more_and_one_less(client: TestClient, sqlite_world: World) -> None:
    address = written(client, sqlite_world)
    for width in range(5):
        assert upload(client, address, drawn(200 + width, 100))[0] == 303
    page = client.get(f"{address}/beeld").text
    assert len(links(page)) == 5
    assert 'type="file"' not in page
    status, page = upload(client, address, drawn())
    assert (status, "Er mogen hoogstens 5 foto's" in page) == (422, True)
    photo = sqlite_world.rows(Photo)[0]
    gone = send_step(client, f"{address}/beeld", {"ga": f"weg-{photo['id']}"})
    assert gone.headers["location"] == f"{address}/beeld"
    assert len(sqlite_world.rows(Photo)) == 4
    sqlite_world.pass_days(1)
    assert tidy(sqlite_world.services, "testdorp") == 4, (
        "files of the one that went and of the one too many, and the session"
    )
    assert sqlite_world.rows(LoginSession) == []
    assert len(kept(sqlite_world)) == 4, "so small that both sizes are one file"


def test_without_a_photo_on_to_the_next(client: TestClient, sqlite_world: World) -> None:
    address = written(client, sqlite_world)
    empty = client.post(
        f"{address}/beeld",
        data={"ga": "verder"},
        files={"foto": ("", b"", "application/octet-stream")},
    )
    assert empty.headers["location"] == f"{address}/versturen"
    for go, on in (("terug", f"{address}/plek"), ("bewaar", "/mijn#concepten")):
        assert client.post(f"{address}/beeld", data={"ga": go}).headers["location"] == on


def test_nobody_touches_anothers(client: TestClient, sqlite_world: World) -> None:
    address = written(client, sqlite_world)
    upload(client, address, drawn())
    [photo] = sqlite_world.rows(Photo)
    log_in(client, sqlite_world, "bram")
    assert upload(client, address, drawn())[0] == 404
    other = f"{begin(client)}"
    send_step(client, f"{other}/plan?soort=burgerinitiatief", GOOD)
    client.post(
        f"{other}/beeld", data={"ga": f"weg-{photo['id']}", f"foto-{photo['id']}": "van Bram"}
    )
    assert sqlite_world.rows(Photo) == [photo]


def test_what_was_looked_over_has_the_same_photos(client: TestClient, sqlite_world: World) -> None:
    address = written(client, sqlite_world)
    page = re.search(r'name="revision" value="(\d+)"', client.get(f"{address}/versturen").text)
    assert page
    upload(client, address, drawn())
    answer = client.post(f"{address}/versturen", data={"revision": page[1]})
    assert (answer.status_code, "Kijk het nog een keer na" in answer.text) == (409, True)


def test_where_no_folder_is_set_nothing_is_asked(
    sqlite_world: World, client_for: ClientFor
) -> None:
    bare = replace(sqlite_world, services=replace(sqlite_world.services, files=None))
    client = client_for(bare)
    log_in(client, bare, "anna")
    address = begin(client)
    send_step(client, f"{address}/plan?soort=burgerinitiatief", GOOD)
    send_step(client, f"{address}/plek", GOOD)
    assert client.get(f"{address}/beeld").headers["location"] == f"{address}/versturen"
    assert "Verander de foto" not in client.get(f"{address}/versturen").text
    assert send_step(client, f"{address}/versturen", {}).status_code == 303
