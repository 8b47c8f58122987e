"""Public pages are rendered once for everybody; what is one visitor's own is neither kept nor taken from the shelf."""

import random

import pytest
from starlette.testclient import TestClient

from tests.support.shelf import LIST, ONE, TWO, initiative, renderings, state
from tests.support.statements import statements
from tests.support.web import ClientFor, log_in, with_settings
from tests.support.world import World
from wijkstem.commands.initiatives import TakeStep
from wijkstem.web.middleware import HEADERS
from wijkstem.web.supporting import WITHDRAWN


@pytest.fixture
def filled(sqlite_world: World) -> World:
    """One public initiative, folded."""
    sqlite_world.open()
    sqlite_world.settle()
    return sqlite_world


# --- once for everybody ------------------------------------------------------------------------------


def test_page_is_rendered_once(client: TestClient, filled: World) -> None:
    with renderings(client) as seen:
        first, second = client.get(LIST), client.get(LIST)
    assert seen == ["initiatives/list.html"]
    assert first.text == second.text
    assert dict(first.headers) == dict(second.headers)


def test_page_that_is_kept_costs_one_question(client: TestClient, filled: World) -> None:
    client.get(ONE)
    with statements(filled.services.engine) as asked:
        client.get(ONE)
    assert len(asked) == 1
    assert "log_partition" in asked[0]


def test_page_without_data_costs_no_question(client: TestClient, filled: World) -> None:
    with statements(filled.services.engine) as asked:
        for _ in range(2):
            for path in ("/privacy", "/toegankelijkheid", "/spelregels"):
                assert client.get(path).headers["etag"]
    assert asked == []


def test_what_a_newsletter_adds_changes_nothing(client: TestClient, filled: World) -> None:
    with renderings(client) as seen:
        plain = client.get(LIST + "?stand=open")
        other = client.get(LIST + "?fbclid=x1&stand=open&utm_source=brief")
    assert seen == ["initiatives/list.html"]
    assert plain.text == other.text
    assert plain.headers["etag"] == other.headers["etag"]


def test_answer_may_be_kept_by_all_and_shown_after_asking(
    client: TestClient, filled: World
) -> None:
    answer = client.get(ONE)
    assert answer.headers["cache-control"] == "public, no-cache"
    assert answer.headers["vary"] == "Cookie, Accept-Encoding"
    assert answer.headers["etag"].startswith('W/"')
    assert "last-modified" not in answer.headers
    assert "set-cookie" not in answer.headers
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS


def test_head_is_the_page_without_its_body(client: TestClient, filled: World) -> None:
    plain = {"Accept-Encoding": "identity"}
    page, head = client.get(ONE, headers=plain), client.head(ONE, headers=plain)
    assert head.content == b""
    assert dict(head.headers) == dict(page.headers)
    assert int(head.headers["content-length"]) == len(page.content)


# --- what the browser has ----------------------------------------------------------------------------


def test_browser_that_has_the_page_gets_no_body(client: TestClient, filled: World) -> None:
    etag = client.get(ONE).headers["etag"]
    with renderings(client) as seen:
        answer = client.get(ONE, headers={"If-None-Match": f'"other", {etag}'})
    assert (answer.status_code, answer.content, seen) == (304, b"", [])
    assert answer.headers["etag"] == etag
    assert answer.headers["cache-control"] == "public, no-cache"
    assert answer.headers["vary"] == "Cookie, Accept-Encoding"
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS


def test_mark_holds_in_another_process(client_for: ClientFor, filled: World) -> None:
    etag = client_for(filled).get(ONE).headers["etag"]
    other = client_for(filled)
    with renderings(other) as seen:
        assert other.get(ONE, headers={"If-None-Match": etag}).status_code == 304
    assert seen == []


@pytest.mark.parametrize("sent", ['"x"', "onzin", "", 'W/"', "*x"])
def test_other_mark_gets_the_page(client: TestClient, filled: World, sent: str) -> None:
    assert client.get(ONE, headers={"If-None-Match": sent}).status_code == 200


def test_any_mark_fits_a_page_that_is_there_and_no_other(client: TestClient, filled: World) -> None:
    assert client.get(ONE, headers={"If-None-Match": "*"}).status_code == 304
    assert client.get(ONE[:-3], headers={"If-None-Match": "*"}).status_code == 301
    gone = client.get("/initiatieven/2026-0099-x", headers={"If-None-Match": "*"})
    assert gone.status_code == 404


def test_marks_differ_by_address_language_and_municipality(
    client: TestClient, filled: World
) -> None:
    english = {"Cookie": "taal=en"}
    elsewhere = {"Host": "buurdorp.localhost"}
    marks = [
        client.get(LIST).headers["etag"],
        client.get(LIST + "?pagina=2").headers["etag"],
        client.get(LIST, headers=english).headers["etag"],
        client.get(LIST, headers=elsewhere).headers["etag"],
        client.get(LIST, headers=elsewhere | english).headers["etag"],
        client.get("/agenda").headers["etag"],
    ]
    assert len(set(marks)) == len(marks)


# --- for nobody in particular ------------------------------------------------------------------------


def test_errors_and_ways_on_are_not_kept(client: TestClient, filled: World) -> None:
    for path, status in (("/initiatieven/2026-0099-x", 404), (ONE[:-3], 301), ("/bestaat", 404)):
        for _ in range(2):
            answer = client.get(path)
            assert answer.status_code == status
            assert "etag" not in answer.headers
            assert "public" not in answer.headers.get("cache-control", "")
    filled.submit()
    assert client.get(TWO).status_code == 404
    filled.execute(TakeStep(initiative(filled, "2026-0002"), 1, "admit"), filled.official)
    assert client.get(TWO).status_code == 200


def test_page_of_somebody_is_neither_kept_nor_from_the_shelf(
    client: TestClient, filled: World
) -> None:
    shelf = state(client).shelf
    client.get(LIST)
    kept = len(shelf)
    log_in(client, filled, "ann")
    for path in (LIST, ONE, "/", "/agenda"):
        answer = client.get(path)
        assert "(ann)" in answer.text
        assert answer.headers["cache-control"] == "no-store"
        assert "etag" not in answer.headers
    assert len(shelf) == kept


def test_cookie_of_a_session_that_is_over_is_not_kept_either(
    client: TestClient, filled: World
) -> None:
    log_in(client, filled, "ann")
    filled.pass_days(365)
    answer = client.get(LIST)
    assert "(ann)" not in answer.text
    assert answer.headers["cache-control"] == "private, no-cache"
    assert len(state(client).shelf) == 0


def test_notice_is_for_one_visitor(client: TestClient, filled: World) -> None:
    client.get("/")
    told = client.get("/", headers={"Cookie": f"melding={WITHDRAWN.code}"})
    assert WITHDRAWN.sentence in told.text
    assert told.headers["cache-control"] == "private, no-cache"
    assert WITHDRAWN.sentence not in client.get("/").text


def test_choice_of_a_language_is_for_one_visitor(client: TestClient, filled: World) -> None:
    assert '<html lang="nl">' in client.get(LIST).text
    chosen = client.get(LIST + "?taal=en")
    assert chosen.headers["cache-control"] == "private, no-cache"
    assert "set-cookie" in chosen.headers
    english = client.get(LIST)
    assert english.headers["cache-control"] == "public, no-cache"
    assert '<html lang="en">' in english.text
    assert '<html lang="nl">' in client.get(LIST, headers={"Cookie": "x=1"}).text


def test_nothing_of_the_first_visitor_is_on_the_page(client: TestClient, filled: World) -> None:
    """The browser that asks first sends along all that a page could repeat."""
    spoken = "gluurder"
    headers = {
        "Referer": f"http://testdorp.localhost/{spoken}",
        "User-Agent": spoken,
        "Accept-Language": spoken,
        "X-Forwarded-For": spoken,
        "Cookie": f"andere={spoken}",
        "Authorization": spoken,
    }
    for address in (LIST, LIST + "?stand=open", ONE, "/", "/agenda", "/indicatoren", "/spelregels"):
        separator = "&" if "?" in address else "?"
        assert spoken not in client.get(f"{address}{separator}q={spoken}", headers=headers).text
        kept = client.get(address)
        assert spoken not in kept.text + str(kept.headers)


def test_each_municipality_has_pages_of_its_own(client: TestClient, filled: World) -> None:
    for host, other in (("testdorp", "Buurdorp"), ("buurdorp", "Testdorp")):
        for path in ("/", LIST, "/agenda", "/indicatoren", "/spelregels"):
            for _ in range(2):
                text = client.get(path, headers={"Host": f"{host}.localhost"}).text
                assert host.capitalize() in text
                assert other not in text
    choice = client.get("/", headers={"Host": "localhost:99"}).text
    assert "http://testdorp.localhost:99/" in choice
    assert "http://testdorp.localhost:98/" in client.get("/", headers={"Host": "localhost:98"}).text


@pytest.mark.parametrize("seed", range(3))
def test_any_order_of_visitors_gives_everybody_their_own(
    filled: World, client_for: ClientFor, seed: int
) -> None:
    """Visitors with and without a session take turns; nobody ever sees another's name or another place."""
    chance = random.Random(seed)
    hosts = {"testdorp": "Buurdorp", "buurdorp": "Testdorp"}
    people = [None, None, "zina", "yusuf", "xandra"]
    one = client_for(filled)
    secrets: dict[tuple[str, str], str] = {}
    for host in hosts:
        for name in filter(None, people):
            log_in(one, filled, name, where=host)
            secrets[host, name] = one.cookies["wijkstem"]
            one.cookies.clear()
    for _ in range(120):
        host, who = chance.choice(list(hosts)), chance.choice(people)
        lang = chance.choice(["nl", "en"])
        path = chance.choice(["/", LIST, ONE, "/agenda", "/indicatoren", "/spelregels"])
        cookie = f"taal={lang}" + (f"; wijkstem={secrets[host, who]}" if who else "")
        answer = one.get(path, headers={"Host": f"{host}.localhost", "Cookie": cookie})
        for name in filter(None, people):
            assert (f"({name})" in answer.text) == (name == who)
        assert hosts[host] not in answer.text
        assert f'<html lang="{lang}">' in answer.text
        assert ("public" in answer.headers["cache-control"]) == (
            who is None and answer.status_code == 200
        )
        one.cookies.clear()


# --- codings -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd"])
def test_page_goes_out_in_what_the_browser_takes(
    client: TestClient, filled: World, coding: str
) -> None:
    plain = client.get(ONE, headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    answer = client.get(ONE, headers={"Accept-Encoding": coding})
    assert answer.headers["content-encoding"] == coding
    assert answer.headers["etag"] == plain.headers["etag"]
    assert int(answer.headers["content-length"]) < len(plain.content) / 2
    head = client.head(ONE, headers={"Accept-Encoding": coding})
    assert head.headers["content-length"] == answer.headers["content-length"]


@pytest.mark.parametrize("site", ["same-origin", "none"])
def test_page_of_somebody_is_coded_on_the_way_between_our_own_pages(
    client: TestClient, filled: World, site: str
) -> None:
    log_in(client, filled, "ann")
    headers = {"Accept-Encoding": "gzip", "Sec-Fetch-Site": site}
    answer = client.get("/mijn", headers=headers)
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["cache-control"] == "no-store"
    assert "(ann)" in answer.text


@pytest.mark.parametrize("site", ["cross-site", "same-site", "onzin", ""])
def test_page_of_somebody_is_not_coded_for_another_site(
    client: TestClient, filled: World, site: str
) -> None:
    log_in(client, filled, "ann")
    headers = {"Accept-Encoding": "gzip", "Sec-Fetch-Site": site}
    answer = client.get("/mijn", headers=headers)
    assert "content-encoding" not in answer.headers
    assert "(ann)" in answer.text


def test_what_is_tiny_or_no_page_goes_out_as_it_is(client: TestClient, filled: World) -> None:
    for path in ("/healthz", "/.well-known/security.txt", ONE[:-3]):
        assert (
            "content-encoding" not in client.get(path, headers={"Accept-Encoding": "gzip"}).headers
        )


# --- room --------------------------------------------------------------------------------------------


def test_shelf_stays_within_its_bytes(filled: World, client_for: ClientFor) -> None:
    client = client_for(with_settings(filled, page_cache_bytes=60_000))
    shelf = state(client).shelf
    for number in range(40):
        client.get(f"{LIST}?pagina={number}")
        client.get(f"{LIST}?pagina=0", headers={"Accept-Encoding": "gzip"})
        assert shelf.weight <= 60_000
    assert 1 < len(shelf) < 12
    assert shelf.weight == sum(slot.weight for slot in shelf._slots.values())
    with renderings(client) as seen:
        client.get(f"{LIST}?pagina=0")
        client.get(f"{LIST}?pagina=1")
    assert len(seen) == 1, "the one that is asked for stays"


def test_without_room_every_page_is_rendered(filled: World, client_for: ClientFor) -> None:
    client = client_for(with_settings(filled, page_cache_bytes=0))
    with renderings(client) as seen:
        assert client.get(ONE).text == client.get(ONE).text
    assert len(seen) == 2
