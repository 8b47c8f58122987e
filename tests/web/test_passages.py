"""Passages by hand on screen: joined, split and corrected before the opening, and nothing typed is lost."""

from datetime import timedelta
from html import unescape

from starlette.testclient import TestClient

from tests.support.advised import not_open_yet, number_of
from tests.support.statements import statements
from tests.support.web import log_in
from tests.support.world import World
from wijkstem.commands.cutting_passages import CorrectPassage, JoinPassages
from wijkstem.tables.comments import Passage
from wijkstem.words import Role


def at_desk(client: TestClient, world: World) -> tuple[str, str]:
    """The public address and the desk's, logged in as an official."""
    number = number_of(world, not_open_yet(world))
    world.settle()
    log_in(client, world, "ambtenaar", Role.OFFICIAL)
    return f"/meedoen/{number}", f"/beheer/meedoen/{number}/stukken"


def texts(world: World) -> list[str]:
    return [row["text"] for row in sorted(world.rows(Passage), key=lambda row: row["number"])]


def test_desk_leads_to_the_passages_and_they_are_joined_split_and_corrected(
    client: TestClient, sqlite_world: World
) -> None:
    _, desk = at_desk(client, sqlite_world)
    assert f'href="{desk}"' in client.get(desk.removesuffix("/stukken")).text
    page = unescape(client.get(desk).text)
    assert page.count("Voeg stuk") == 1  # the second is the last of its part, the third too
    done = client.post(desk, data={"revision": "1", "number": "1"})
    assert done.headers["location"] == f"{desk}#stuk-1"
    page = unescape(client.get(desk).text)
    assert "Twee stukken zijn nu één stuk." in page
    assert "Dit stuk is met de hand gemaakt." in page
    form = unescape(client.get(f"{desk}/1").text)
    assert "Zo staat het in het voorstel" in form
    said = "Maak van het plein\r\n\r\neen speelplek. Haal de auto's weg."
    typed = {"revision": "2", "text": said, "ga": "splits"}
    assert client.post(f"{desk}/1", data=typed).status_code == 303
    typed = {"revision": "3", "text": "Het kost 45.000 euro."}
    assert client.post(f"{desk}/3", data=typed).status_code == 303
    assert texts(sqlite_world) == [
        "Maak van het plein",
        "een speelplek. Haal de auto's weg.",
        "Het kost 45.000 euro.",
    ]


def test_wrong_text_is_told_at_the_field_and_is_still_there(
    client: TestClient, sqlite_world: World
) -> None:
    _, desk = at_desk(client, sqlite_world)
    no = client.post(
        f"{desk}/1", data={"revision": "1", "text": "Iets heel anders.", "ga": "splits"}
    )
    assert no.status_code == 422
    assert "Bij splitsen blijft de tekst gelijk." in no.text
    assert "Iets heel anders." in no.text
    named = client.post(
        f"{desk}/1", data={"revision": "1", "text": "Vraag het aan mevrouw Verzonnen."}
    )
    assert named.status_code == 422
    assert 'name="gevonden"' in named.text
    assert client.get(f"{desk}/9").status_code == 404


def test_who_is_second_sees_how_it_is_now_and_keeps_what_was_typed(
    client: TestClient, sqlite_world: World
) -> None:
    _, desk = at_desk(client, sqlite_world)
    [means_id] = {row["means_id"] for row in sqlite_world.rows(Passage)}
    sqlite_world.execute(CorrectPassage(means_id, 1, 1, "Van een collega."), sqlite_world.official)
    typed = {"revision": "1", "text": "Van mij."}
    late = client.post(f"{desk}/1", data=typed)
    assert late.status_code == 409
    assert "De stukken zijn net veranderd." in late.text
    assert "Van een collega." in late.text
    assert "Van mij." in late.text
    assert 'name="revision" value="2"' in late.text
    joined = client.post(desk, data={"revision": "1", "number": "1"})
    assert joined.status_code == 409
    # Joined away meanwhile: there is no such passage, and the words are still there.
    sqlite_world.execute(JoinPassages(means_id, 2, 1), sqlite_world.official)
    gone = client.post(f"{desk}/3", data={"revision": "2", "text": "Mijn tekst."})
    assert gone.status_code == 409
    assert "Mijn tekst." in gone.text


def test_after_the_opening_the_desk_shows_and_changes_nothing(
    client: TestClient, sqlite_world: World
) -> None:
    _, desk = at_desk(client, sqlite_world)
    sqlite_world.clock.at += timedelta(days=4)
    log_in(client, sqlite_world, "ambtenaar", Role.OFFICIAL)
    page = client.get(desk).text
    assert "De stukken liggen nu vast." in page
    assert "Voeg stuk" not in page
    late = client.post(f"{desk}/1", data={"revision": "1", "text": "Te laat getypt."})
    assert late.status_code == 409
    assert "Te laat getypt." in late.text


def test_residents_read_the_passages_at_once_and_no_desk(
    client: TestClient, sqlite_world: World
) -> None:
    base, desk = at_desk(client, sqlite_world)
    client.post(f"{desk}/3", data={"revision": "1", "text": "Het kost 45.000 euro."})
    client.cookies.clear()
    assert "Het kost 45.000 euro." in client.get(base, follow_redirects=True).text
    log_in(client, sqlite_world, "anna")
    assert client.get(desk).status_code == 403
    assert client.get(f"{desk}/1").status_code == 403


def test_many_passages_cost_no_more_statements(client: TestClient, sqlite_world: World) -> None:
    _, desk = at_desk(client, sqlite_world)
    with statements(sqlite_world.services.engine) as few:
        client.get(desk)
    long = "\n\n".join(["Maak", "van", "het", "plein", "een", "speelplek."])
    split = client.post(f"{desk}/1", data={"revision": "1", "text": long, "ga": "splits"})
    assert split.status_code == 303
    client.get(desk)
    with statements(sqlite_world.services.engine) as many:
        client.get(desk)
    assert len(many) == len(few)
