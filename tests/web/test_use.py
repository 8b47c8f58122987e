"""What is counted of the use of the site: patterns of addresses by day, and nothing of who asked or what for."""

from html import unescape

import pytest
from sqlalchemy.exc import OperationalError
from starlette.testclient import TestClient

from tests.eventlog.consumers import unguarded
from tests.support.web import log_in
from tests.support.world import HERE, World
from wijkstem.commands.site_use import CountUse
from wijkstem.errors import NotAllowed
from wijkstem.queries.site_use import FormUse, SiteUsed, site_used
from wijkstem.tables.site_use import SiteUse
from wijkstem.web import use as counting
from wijkstem.web.use import Use
from wijkstem.words import Role
from wijkstem.words.sources import UseOf


def used(client: TestClient, world: World) -> SiteUsed:
    of_app(client).write()
    with world.services.reading(HERE) as connection:
        return site_used(connection, HERE, year=2026)


def of_app(client: TestClient) -> Use:
    found: Use = client.app.state.use  # type: ignore[attr-defined]  # Starlette's
    return found


def test_pages_are_counted_by_pattern_also_from_the_shelf(
    client: TestClient, sqlite_world: World
) -> None:
    sqlite_world.open()
    sqlite_world.settle()
    for _ in range(3):
        client.get("/initiatieven")
    plan = client.get("/initiatieven/2026-0001").headers["location"]
    for _ in range(2):
        client.get(plan)
    client.get("/nergens")
    client.get("/healthz")
    found = used(client, sqlite_world)

    assert found.pages == (
        ("/initiatieven", 3),
        ("/initiatieven/{number:number}-{slug}", 2),
    )
    assert used(client, sqlite_world) == found


def test_searches_without_a_result_are_counted_and_their_words_are_nowhere(
    client: TestClient, sqlite_world: World
) -> None:
    sqlite_world.open()
    sqlite_world.settle()
    for words in ("bomen", "jansen-de-vries"):
        client.get(f"/initiatieven?zoek={words}")
    found = used(client, sqlite_world)

    assert (found.searches, found.empty) == (2, 1)
    assert "jansen" not in str(sqlite_world.rows(SiteUse))


def test_form_that_was_opened_twice_and_sent_once_was_left_once(
    client: TestClient, sqlite_world: World
) -> None:
    sqlite_world.open()
    sqlite_world.settle()
    log_in(client, sqlite_world, "anna")
    form = "/initiatieven/2026-0001/melden"
    for _ in range(2):
        assert client.get(form).status_code == 200
    wrong = client.post(form, data={"reason": "spam"})
    assert wrong.status_code == 422
    sent = client.post(form, data={"reason": "spam", "words": "Dit is reclame voor een winkel."})
    assert sent.status_code == 303

    pattern = "/initiatieven/{number:number}/melden"
    assert used(client, sqlite_world).forms == (FormUse(pattern, 2, 1),)


def test_nothing_is_counted_of_the_booth_and_the_desk_of_figures(
    client: TestClient, sqlite_world: World
) -> None:
    client.get("/wijkbudget/2026-1/stemmen")
    client.get("/wijkbudget/2026-1/stembiljet/1")
    of = of_app(client)
    for route in ("/wijkbudget/{round}/stemmen", "/wijkbudget/{round}/stembiljet/{area:int}"):
        of.seen(HERE, route, "GET", 200)
    log_in(client, sqlite_world, "official", Role.OFFICIAL)
    assert client.get("/beheer/cijfers").status_code == 200
    assert used(client, sqlite_world).pages == ()


def test_counts_of_all_processes_are_added_up(client: TestClient, sqlite_world: World) -> None:
    for _ in range(2):
        counts = {(UseOf.PAGE, "/initiatieven"): 2, (UseOf.SEARCH, ""): 1}
        sqlite_world.execute(CountUse(counts))
    assert used(client, sqlite_world).pages == (("/initiatieven", 4),)
    with pytest.raises(NotAllowed):
        sqlite_world.execute(CountUse({}), sqlite_world.official)


def test_what_cannot_be_written_is_written_the_next_time(
    client: TestClient, sqlite_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*args: object) -> None:
        raise OperationalError("INSERT", {}, Exception("away"))

    client.get("/initiatieven")
    with monkeypatch.context() as broken:
        broken.setattr(counting, "execute", away)
        of_app(client).write()
    client.get("/initiatieven")
    assert used(client, sqlite_world).pages == (("/initiatieven", 2),)


def test_it_is_written_now_and_then_and_at_the_end(client: TestClient, sqlite_world: World) -> None:
    client.get("/initiatieven")
    with of_app(client).writing(every=3600):
        client.get("/initiatieven")
        assert sqlite_world.rows(SiteUse) == []
    assert [row["count"] for row in sqlite_world.rows(SiteUse)] == [2]


def test_table_knows_nothing_of_people(sqlite_world: World) -> None:
    with unguarded(sqlite_world):
        assert SiteUse.__table__.columns.keys() == [  # type: ignore[attr-defined]  # SQLModel's
            "municipality_id",
            "day",
            "what",
            "name",
            "count",
        ]


def test_officials_read_it(client: TestClient, sqlite_world: World) -> None:
    counts = {
        (UseOf.PAGE, "/initiatieven/{number:number}/melden"): 5,
        (UseOf.SENT, "/initiatieven/{number:number}/melden"): 2,
        (UseOf.SEARCH, ""): 9,
        (UseOf.SEARCH_EMPTY, ""): 4,
    }
    sqlite_world.execute(CountUse(counts))
    log_in(client, sqlite_world, "official", Role.OFFICIAL)
    page = unescape(client.get("/beheer/cijfers/gebruik").text)
    assert "/initiatieven/{number:number}/melden" in page
    assert "Niet afgemaakt" in page
    assert "Over dit jaar is nog niets geteld." in unescape(
        client.get("/beheer/cijfers/gebruik?jaar=2020").text
    )
