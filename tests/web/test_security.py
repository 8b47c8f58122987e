"""What must not be possible: forged writes, stolen sessions, ways out to other sites, endless bodies."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from tests.support.web import ClientFor, log_in, with_settings
from tests.support.world import World
from wijkstem.tables.accounts import LoginSession, Person
from wijkstem.web.notices import notice
from wijkstem.web.pages import local_path

SECRET = "a" * 43


def _session_cookie(answer: object) -> str:
    cookies: list[str] = answer.headers.get_list("set-cookie")  # type: ignore[attr-defined]
    return next(one for one in cookies if "wijkstem=" in one)


@pytest.mark.parametrize(
    ("headers", "cookie", "allowed"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, True, True),
        ({"Sec-Fetch-Site": "none"}, True, True),
        ({"Sec-Fetch-Site": "same-site"}, True, False),
        ({"Sec-Fetch-Site": "cross-site"}, False, False),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://testdorp.localhost"}, True, False),
        ({"Origin": "http://testdorp.localhost"}, True, True),
        ({"Origin": "http://buurdorp.localhost"}, True, False),
        ({"Origin": "http://testdorp.localhost:81"}, True, False),
        ({"Origin": "null"}, False, False),
        ({"Origin": "http://["}, True, False),
        ({}, True, False),
        ({}, False, True),
    ],
)
def test_write_is_taken_only_from_our_own_page(
    demo_world: World,
    client_for: ClientFor,
    headers: dict[str, str],
    cookie: bool,
    allowed: bool,
) -> None:
    client = client_for(demo_world)
    del client.headers["Sec-Fetch-Site"]
    if cookie:
        client.cookies.set("wijkstem", SECRET, domain="testdorp.localhost")
    answer = client.post("/inloggen", data={"persoon": "bewoner-1"}, headers=headers)
    assert answer.status_code == (303 if allowed else 403)
    assert bool(demo_world.rows(Person)) == allowed
    if not allowed:
        assert "Dit kwam niet van onze eigen pagina" in answer.text


def test_session_cookie_on_http(demo: TestClient) -> None:
    cookie = _session_cookie(demo.post("/inloggen", data={"persoon": "bewoner-1"}))
    name, *rest = cookie.split("; ")
    assert name.startswith("wijkstem=")
    assert sorted(rest) == ["HttpOnly", "Max-Age=86400", "Path=/", "SameSite=lax"]


def test_session_cookie_and_headers_on_https(demo_world: World, client_for: ClientFor) -> None:
    client = client_for(with_settings(demo_world, https=True), scheme="https")
    answer = client.post("/inloggen", data={"persoon": "bewoner-1"})
    name, *rest = _session_cookie(answer).split("; ")
    assert name.startswith("__Host-wijkstem=")
    assert sorted(rest) == ["HttpOnly", "Max-Age=86400", "Path=/", "SameSite=lax", "Secure"]
    assert answer.headers["strict-transport-security"] == "max-age=31536000"
    assert client.get("/mijn").status_code == 200


def test_login_never_keeps_the_secret_that_was_there(demo: TestClient, demo_world: World) -> None:
    demo.cookies.set("wijkstem", SECRET, domain="testdorp.localhost")
    demo.post("/inloggen", data={"persoon": "bewoner-1"})
    first = demo.cookies["wijkstem"]
    demo.post("/inloggen", data={"persoon": "bewoner-1"})
    assert len({SECRET, first, demo.cookies["wijkstem"]}) == 3
    assert len(demo_world.rows(LoginSession)) == 1, "the session before it is over"


def test_logging_out_ends_the_session_for_whoever_copied_the_secret(
    demo: TestClient, demo_world: World
) -> None:
    demo.post("/inloggen", data={"persoon": "bewoner-1"})
    copied = demo.cookies["wijkstem"]
    demo.post("/uitloggen")
    assert demo_world.rows(LoginSession) == []
    answer = demo.get("/mijn", headers={"Cookie": f"wijkstem={copied}"})
    assert answer.status_code == 303


def test_nobody_logs_in_as_somebody_without_the_demo(
    client_for: ClientFor, sqlite_world: World
) -> None:
    client = client_for(sqlite_world, where="buurdorp")
    page = client.get("/inloggen")
    assert page.status_code == 200
    assert "Inloggen kan nog niet" in page.text
    assert "bewoner-1" not in page.text
    assert client.post("/inloggen", data={"persoon": "bewoner-1"}).status_code == 404
    assert sqlite_world.rows(Person) == []


@pytest.mark.parametrize("path", ["/demo/post", f"/demo/post/{'0' * 8}-0000-0000-0000-{'0' * 12}"])
def test_nobody_reads_anothers_post_without_the_demo(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "url",
    [
        "//evil.example", "/\\evil.example", "http://evil.example", "https:evil.example",
        "javascript:alert(1)", "/\t/evil.example", "\\\\evil", "evil", " /x", "/a\nb", "/a\\b",
        "///evil", "",
    ],
)  # fmt: skip
def test_login_leads_nowhere_but_here(demo: TestClient, url: str) -> None:
    assert local_path(url, "/hier") == "/hier"
    answer = demo.post("/inloggen", data={"persoon": "bewoner-1", "terug": url})
    assert answer.headers["location"] == "/mijn"
    there = demo.get("/inloggen", params={"terug": url})
    assert there.headers["location"] == "/mijn"


def test_local_paths_are_kept() -> None:
    for url in ("/", "/mijn", "/initiatieven?wijk=WK1&pagina=2", "/a/b#c", "/x?u=http://evil"):
        assert local_path(url) == url


def test_body_that_says_it_is_too_large_is_refused(
    demo_world: World, client_for: ClientFor
) -> None:
    client = client_for(with_settings(demo_world, max_body_bytes=1000))
    answer = client.post("/inloggen", data={"persoon": "x" * 2000})
    assert answer.status_code == 413
    assert "Wat u stuurt, is te groot" in answer.text


def test_body_that_does_not_say_how_large_it_is_counts_as_it_comes(
    demo_world: World, client_for: ClientFor
) -> None:
    client = client_for(with_settings(demo_world, max_body_bytes=1000))

    def endless() -> Iterator[bytes]:
        yield b"persoon="
        for _ in range(100):
            yield b"x" * 100

    answer = client.post(
        "/inloggen",
        content=endless(),
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )
    assert answer.status_code == 413


@pytest.mark.parametrize(
    "sent",
    [
        {"content": b"{}", "headers": {"Content-Type": "application/json"}},
        {"content": b"x", "headers": {"Content-Type": "multipart/form-data"}},
        {"files": {"persoon": ("a.txt", b"bewoner-1")}},
        {"data": {f"veld{number}": "x" for number in range(101)}},
        {"files": {f"veld{number}": (None, b"x") for number in range(101)}},
    ],
)
def test_what_is_no_form_of_ours_is_refused(demo: TestClient, sent: dict[str, object]) -> None:
    answer = demo.post("/inloggen", **sent)  # type: ignore[arg-type]
    assert answer.status_code == 400
    assert "Wij begrijpen deze aanvraag niet" in answer.text


def test_invented_notice_says_nothing(client: TestClient) -> None:
    client.cookies.set("melding", "Bel-dit-nummer", domain="testdorp.localhost")
    answer = client.get("/")
    assert "Bel-dit-nummer" not in answer.text
    assert "melding=" in answer.headers["set-cookie"], "and is taken away"


def test_notice_is_said_once(demo: TestClient) -> None:
    demo.post("/inloggen", data={"persoon": "bewoner-1"})
    assert "U bent ingelogd." in demo.get("/mijn").text
    assert "U bent ingelogd." not in demo.get("/mijn").text


def test_notice_is_one_for_its_sentence() -> None:
    assert notice("ok", "U bent ingelogd.") == notice("ok", "U bent ingelogd.")


def test_page_of_somebody_is_kept_nowhere(demo: TestClient, demo_world: World) -> None:
    assert demo.get("/").headers["cache-control"] == "public, no-cache"
    log_in(demo, demo_world, "ann")
    assert demo.get("/").headers["cache-control"] == "no-store"


def test_no_page_has_script_or_style_of_its_own(demo: TestClient, demo_world: World) -> None:
    log_in(demo, demo_world, "ann")
    for path in ("/", "/mijn", "/mijn/wissen", "/privacy", "/toegankelijkheid", "/demo/post"):
        text = demo.get(path).text
        assert "<script" not in text
        assert "style=" not in text
        assert "<style" not in text
