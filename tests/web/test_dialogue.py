"""A dialogue on screen: one statement at a time, without script; nothing typed is lost; the result in words, picture and table."""

import re
from html import unescape

from starlette.testclient import TestClient

from tests.support.dialogue import (
    STATEMENTS,
    answered_by_two_camps,
    computed,
    draft_dialogue,
    open_dialogue,
)
from tests.support.means import row_of
from tests.support.statements import statements as asked_of
from tests.support.web import log_in
from tests.support.world import World
from wijkstem.commands.announcing import CloseMeans
from wijkstem.tables.dialogue import Statement, StatementVote
from wijkstem.tables.moderation import Case
from wijkstem.words import CaseKind, Role
from wijkstem.words.dialogue import StatementState


def text(client: TestClient, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, answer.text
    return unescape(answer.text)


def base(world: World, means_id: object) -> str:
    return f"/meedoen/{row_of(world, means_id)['number']}"  # type: ignore[arg-type]  # an id


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None
    return found[1]


def test_statements_come_one_by_one_until_all_are_answered(
    client: TestClient, sqlite_world: World
) -> None:
    world = sqlite_world
    url = base(world, open_dialogue(world))
    log_in(client, world, "anna")
    seen = []
    for number in range(len(STATEMENTS)):
        page = text(client, f"{url}/stellingen")
        assert f"U gaf {number} van de {len(STATEMENTS)} antwoorden." in page
        seen.append(hidden(page, "statement"))
        answer = client.post(
            f"{url}/stellingen",
            data={"statement": seen[-1], "stance": "agree"},
            follow_redirects=False,
        )
        assert answer.status_code == 303
    assert len(set(seen)) == len(STATEMENTS)
    assert "U bent klaar." in text(client, f"{url}/stellingen")
    own = text(client, f"{url}/mijn-antwoorden")
    assert all(words in own for words in STATEMENTS)
    again = text(client, f"{url}/stellingen?stelling={seen[0]}")
    assert "Uw antwoord was:" in again
    client.post(f"{url}/stellingen", data={"statement": seen[0], "stance": "pass", "again": "ja"})
    assert len(world.rows(StatementVote)) == len(STATEMENTS)
    assert sum(row["stance"] == "pass" for row in world.rows(StatementVote)) == 1


def test_who_is_not_logged_in_is_asked_to(client: TestClient, sqlite_world: World) -> None:
    url = base(sqlite_world, open_dialogue(sqlite_world))
    for page in ("stellingen", "mijn-antwoorden", "nieuwe-stelling"):
        answer = client.get(f"{url}/{page}", follow_redirects=False)
        assert answer.status_code == 303
        assert "/inloggen" in answer.headers["location"]


def test_statement_that_is_refused_is_still_typed(client: TestClient, sqlite_world: World) -> None:
    world = sqlite_world
    url = base(world, open_dialogue(world))
    log_in(client, world, "anna")
    page = text(client, f"{url}/nieuwe-stelling")
    long = "<script>alert(1)</script> " * 8
    answer = client.post(
        f"{url}/nieuwe-stelling", data={"form_id": hidden(page, "form_id"), "words": long}
    )
    assert answer.status_code == 422
    assert "Uw tekst is te lang" in answer.text
    assert long.strip() in unescape(answer.text)
    assert "<script>alert" not in answer.text


def test_statement_goes_by_a_moderator(client: TestClient, sqlite_world: World) -> None:
    world = sqlite_world
    means_id = open_dialogue(world)
    url = base(world, means_id)
    log_in(client, world, "anna")
    page = text(client, f"{url}/nieuwe-stelling")
    words = "Wethouder Bakker moet naar het plein komen."
    typed = {"form_id": hidden(page, "form_id"), "words": words}
    assert client.post(f"{url}/nieuwe-stelling", data=typed).status_code == 303
    assert "De gemeente kijkt er eerst naar." in text(client, f"{url}/mijn-antwoorden")
    client.cookies.clear()
    log_in(client, world, "official", Role.OFFICIAL)
    [case] = world.rows(Case, kind=CaseKind.STATEMENT)
    desk = text(client, f"/moderatie/zaak/{case['id']}")
    assert "Misschien staat hier iets over een mens in" in desk
    assert "<li>Wethouder Bakker</li>" in desk
    refused = client.post(f"/moderatie/zaak/{case['id']}", data={"verdict": "refused"})
    assert refused.status_code == 422
    reasons = {"verdict": "refused", "reasons": "Dit gaat over een mens."}
    assert client.post(f"/moderatie/zaak/{case['id']}", data=reasons).status_code == 303
    assert "Deze stelling is niet geplaatst." in text(client, f"/moderatie/zaak/{case['id']}")
    client.cookies.clear()
    log_in(client, world, "anna")
    assert "Dit gaat over een mens." in text(client, f"{url}/mijn-antwoorden")


def test_officials_write_the_first_statements(client: TestClient, sqlite_world: World) -> None:
    world = sqlite_world
    means_id = draft_dialogue(world, ())
    number = row_of(world, means_id)["number"]
    log_in(client, world, "official", Role.OFFICIAL)
    page = text(client, f"/beheer/meedoen/{number}/stellingen")
    typed = {"form_id": hidden(page, "form_id"), "words": "Er moeten bomen komen."}
    again = text(client, f"/beheer/meedoen/{number}/stellingen")
    assert client.post(f"/beheer/meedoen/{number}/stellingen", data=typed).status_code == 303
    same = client.post(
        f"/beheer/meedoen/{number}/stellingen",
        data={"form_id": hidden(again, "form_id"), "words": "er moeten bomen komen"},
    )
    assert same.status_code == 422
    assert "Deze stelling is er al." in same.text
    assert [row["state"] for row in world.rows(Statement)] == [StatementState.PLACED]


def test_result_is_shown_in_words_picture_and_table(
    client: TestClient, sqlite_world: World
) -> None:
    world = sqlite_world
    means_id = open_dialogue(world)
    url = base(world, means_id)
    here = f"{url}-{row_of(world, means_id)['slug']}"
    assert "Er is nog geen uitkomst." in text(client, here)
    text(client, f"{url}/stellingen.csv", 404)
    answered_by_two_camps(world, means_id)
    computed(world)
    page = text(client, here)
    assert "16 mensen gaven 128 antwoorden." in page
    assert "Er zijn 2 groepen." in page
    shared = page[page.index("Waarover zijn alle groepen het eens?") :]
    assert STATEMENTS[-1] in shared[: shared.index("Waarin verschillen de groepen?")]
    assert page.count('class="ws-opinion"') == 2
    assert "Groep A: 8 mensen" in page
    sheet = text(client, f"{url}/stellingen.csv")
    assert len(sheet.strip().splitlines()) == len(STATEMENTS) + 1
    assert "Groep B" in sheet.splitlines()[0]
    world.execute(CloseMeans(means_id, "Alles is gezegd."), world.official)
    computed(world)
    assert "Dit is de laatste uitkomst." in text(client, here)
    assert "Begin met antwoorden" not in text(client, here)


def test_pages_ask_as_much_for_many_answers_as_for_few(
    client: TestClient, sqlite_world: World
) -> None:
    world = sqlite_world
    means_id = open_dialogue(world)
    url = base(world, means_id)
    log_in(client, world, "anna")
    text(client, f"{url}/stellingen")
    asked = []
    for each in (1, 8):
        answered_by_two_camps(world, means_id, each=each)
        with asked_of(world.services.engine) as made:
            text(client, f"{url}/stellingen")
        asked.append(len(made))
    assert asked[0] == asked[1]
