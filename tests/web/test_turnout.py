"""How many people voted stands beside how many live there, where that is known and lets nobody be recognised."""

from dataclasses import replace
from html import unescape

from starlette.testclient import TestClient

from tests.commands.test_bringing import CBS
from tests.commands.test_bringing import taken as brought
from tests.support.votes import CLOSED, a_vote, published, resident
from tests.support.world import HERE, World
from wijkstem.queries.inhabitants import people_there
from wijkstem.queries.vote_questions import Turnout
from wijkstem.rules.registry import RuleBook
from wijkstem.web.vote_room import ToldTurnout, turnout_told
from wijkstem.words.sources import SourceKind

CENTRE, OUTSIDE = "WK990100", "WK990101"


def voted(world: World, centre: int, outside: int) -> None:
    made = a_vote(world)
    for at in range(centre):
        made.send(resident(world, f"midden {at}"), [1])
    for at in range(outside):
        made.send(resident(world, f"buiten {at}", lives=OUTSIDE), [1])
    world.clock.at = CLOSED
    published(made)


def turnout(client: TestClient) -> str:
    answer = client.get("/meedoen/2026-0001", follow_redirects=True)
    assert answer.status_code == 200, answer.text
    return unescape(answer.text).split('id="opkomst"')[1].split("<h3")[0]


def test_share_of_inhabitants_stands_where_it_is_known(
    client: TestClient, sqlite_world: World
) -> None:
    brought(sqlite_world, CBS, SourceKind.INHABITANTS)
    voted(sqlite_world, 12, 11)
    page = " ".join(turnout(client).replace("<td", " <td").split())
    assert "Deel van de inwoners" in page
    assert "1.200" in page
    assert "1 procent" in page
    assert page.count("procent") == 1, "of the other neighbourhood nobody knows how many live there"


def test_few_voters_have_no_share(client: TestClient, sqlite_world: World) -> None:
    brought(sqlite_world, CBS, SourceKind.INHABITANTS)
    voted(sqlite_world, 3, 11)
    page = turnout(client)
    assert "te weinig om te tonen" in page
    assert "procent" not in page


def test_nothing_known_shows_no_columns(client: TestClient, sqlite_world: World) -> None:
    voted(sqlite_world, 11, 0)
    page = turnout(client)
    assert ">11<" in page
    assert "Deel van de inwoners" not in page


def test_more_voters_than_people_is_no_share(rules: RuleBook) -> None:
    here = rules.of(HERE)
    told = turnout_told(
        (Turnout(CENTRE, 30), Turnout(OUTSIDE, None), Turnout("", 4)),
        {CENTRE: 20, OUTSIDE: 900},
        here,
        "nl",
    )
    assert [replace(one, place="") for one in told] == [
        ToldTurnout("", 30, None, ""),
        ToldTurnout("", None, 900, ""),
        ToldTurnout("", 4, None, ""),
    ]


def test_inhabitants_of_a_file_stand_before_those_of_the_rules(world: World) -> None:
    here = world.services.rules.of(HERE)
    own = {one.code: one.inhabitants for one in here.municipality.neighbourhoods if one.inhabitants}
    with world.services.reading(HERE) as connection:
        assert people_there(connection, HERE, rules=here, year=2026) == own
    brought(world, CBS, SourceKind.INHABITANTS)
    with world.services.reading(HERE) as connection:
        found = people_there(connection, HERE, rules=here, year=2026)
        assert found == own | {CENTRE: 1200}
        assert people_there(connection, HERE, rules=here, year=2024) == own
