"""Logging in at a real provider, in a process of its own, and everything that it can get wrong."""

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from pydantic import SecretStr
from sqlalchemy import select
from starlette.testclient import TestClient

from tests.eventlog.consumers import unguarded
from tests.support.logged import Logged
from tests.support.network import NO_CERTIFICATES
from tests.support.provider import CLIENT, SECRET, TestProvider, running_provider
from tests.support.web import ClientFor, with_settings
from tests.support.world import HERE, World
from wijkstem.adapters.oidc.outside import Fetched
from wijkstem.adapters.oidc.providers import Providers
from wijkstem.adapters.oidc.setup import EIDAS, ClaimNames, GroupRole, Name, ProviderSetup, Serves
from wijkstem.kit.rows import metadata
from wijkstem.tables.accounts import LoginAttempt, LoginSession, Person, RoleGrant
from wijkstem.words import Role

LOW, SUBSTANTIAL, HIGH = EIDAS
#: Made up, and right by the rule of eleven: a planted number that must be found nowhere.
BSN = "123456782"
ANNA: dict[str, Any] = {
    "sub": "pairwise-7f3a",
    "sid": "session-at-broker-1",
    "bsn": BSN,
    "given_name": "Anna",
    "family_name": "de Vries",
    "birthdate": "1980-05-17",
    "wijkcode": "WK990100",
    "email": "anna@example.test",
}
WIM: dict[str, Any] = {"sub": "wim", "name": "Wim", "groups": ["clerks", "officials", "others"]}


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestProvider]:
    with running_provider(tmp_path_factory.mktemp("provider")) as running:
        yield running


def setups(provider: TestProvider) -> dict[str, ProviderSetup]:
    common = {"issuer": provider.issuer, "client_id": CLIENT}
    by_secret: dict[str, Any] = common | {
        "client_secret_file": "unread",
        "client_secret": SecretStr(SECRET),
    }
    by_key: dict[str, Any] = common | {
        "private_key_file": "unread",
        "private_key": SecretStr(provider.key.as_pem(private=True).decode()),
    }
    resident: dict[str, Any] = {
        "serves": Serves.RESIDENTS,
        "level": SUBSTANTIAL,
        "claims": ClaimNames(
            subject="bsn",
            name=("given_name", "family_name"),
            birth_date="birthdate",
            neighbourhood="wijkcode",
            email="email",
        ),
    }
    return {
        "digid": ProviderSetup(name=Name(nl="DigiD", en="DigiD"), **resident, **by_secret),
        "sleutel": ProviderSetup(name=Name(nl="Sleutel", en="Key"), **resident, **by_key),
        "kantoor": ProviderSetup(
            name=Name(nl="Medewerkers", en="Staff"),
            serves=Serves.OFFICE,
            roles=(
                GroupRole(group="officials", role=Role.OFFICIAL),
                GroupRole(group="clerks", role=Role.CLERK),
                GroupRole(
                    group="centrum", role=Role.NEIGHBOURHOOD_COUNCIL, neighbourhood="WK990100"
                ),
            ),
            **by_secret,
        ),
    }


def with_providers(world: World, provider: TestProvider) -> World:
    ways = Providers({HERE: setups(provider)})
    return replace(world, services=replace(world.services, providers=ways))


@pytest.fixture
def here(sqlite_world: World, provider: TestProvider) -> World:
    made = with_providers(sqlite_world, provider)
    tell(made, provider, ANNA)
    return made


@pytest.fixture
def browser(here: World, client_for: ClientFor) -> TestClient:
    return client_for(here)


def tell(world: World, provider: TestProvider, claims: dict[str, Any], **wrong: Any) -> None:
    provider.tell(world.clock.now().timestamp(), claims, **wrong)


def to_provider(browser: TestClient, way: str = "digid", back: str = "") -> str:
    """The address at the provider that the browser is sent to."""
    answer = browser.get(f"/inloggen/met/{way}", params={"terug": back} if back else {})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def at_provider(address: str) -> str:
    """Log in there; the path that the browser is sent back to."""
    answer = httpx2.get(address, timeout=10, verify=NO_CERTIFICATES)
    assert answer.status_code == 302, answer.text
    back = urlsplit(answer.headers["location"])
    return f"{back.path}?{back.query}"


def log_in(browser: TestClient, way: str = "digid", back: str = "") -> httpx2.Response:
    """There and back; what the platform answers in the end."""
    return browser.get(at_provider(to_provider(browser, way, back)))


def logged_in(browser: TestClient) -> bool:
    return browser.get("/mijn").status_code == 200


# --- it works


def test_resident_logs_in_and_comes_back_to_where_it_began(
    world: World, provider: TestProvider, client_for: ClientFor
) -> None:
    here = with_providers(world, provider)
    tell(here, provider, ANNA)
    browser = client_for(here)
    answer = log_in(browser, back="/initiatieven?wijk=WK990100")
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        "/initiatieven?wijk=WK990100",
    )
    assert answer.headers["cache-control"] == "no-store"
    text = browser.get("/mijn").text
    assert "U bent ingelogd als Anna de Vries." in text
    assert "17 mei 1980" in text
    assert "Centrum" in text
    [person] = here.rows(Person)
    assert person["email"] == "anna@example.test"
    assert here.rows(LoginAttempt) == [], "taken up, so gone"
    assert [row["way"] for row in here.rows(LoginSession)] == ["digid"]


def test_what_is_asked_of_the_provider(browser: TestClient, provider: TestProvider) -> None:
    log_in(browser)
    asked = provider.last_authorization()
    assert {
        name: asked[name]
        for name in ("response_type", "client_id", "code_challenge_method", "acr_values", "scope")
    } == {
        "response_type": "code",
        "client_id": CLIENT,
        "code_challenge_method": "S256",
        "acr_values": SUBSTANTIAL,
        "scope": "openid",
    }
    assert asked["ui_locales"] == "nl"
    assert all(len(asked[name]) == 43 for name in ("state", "nonce", "code_challenge"))
    browser.post("/uitloggen")
    log_in(browser)
    again = provider.last_authorization()
    assert all(again[name] != asked[name] for name in ("state", "nonce", "code_challenge"))


def test_login_page_leads_there_by_a_link(browser: TestClient) -> None:
    page = browser.get("/inloggen?terug=/mijn/wissen")
    assert page.headers["cache-control"] == "no-store"
    assert 'href="/inloggen/met/digid?terug=%2Fmijn%2Fwissen"' in page.text
    assert "Werkt u bij de gemeente?" in page.text
    assert "Inloggen met Medewerkers" in page.text
    assert "persoon" not in page.text, "nobody is chosen outside the demo"
    assert "Log in with Staff" in browser.get("/inloggen?taal=en").text


def test_same_person_by_another_spelling_is_one_account(
    browser: TestClient, here: World, provider: TestProvider
) -> None:
    for number in ("012345672", "12345672", 12345672, " 0123.45.672 "):
        tell(here, provider, ANNA | {"bsn": number})
        log_in(browser)
        assert logged_in(browser)
        browser.post("/uitloggen")
    assert len(here.rows(Person)) == 1


def test_platform_proves_itself_by_private_key(
    browser: TestClient, here: World, provider: TestProvider
) -> None:
    tell(here, provider, ANNA, client=provider.client(by_key=True))
    log_in(browser, "sleutel")
    assert logged_in(browser)


def test_encrypted_token_is_opened(
    browser: TestClient, here: World, provider: TestProvider
) -> None:
    client = provider.client(by_key=True)
    tell(here, provider, ANNA, client=client, signed="encrypted")
    log_in(browser, "sleutel")
    assert logged_in(browser)


def test_higher_level_than_asked_is_taken(
    browser: TestClient, here: World, provider: TestProvider
) -> None:
    tell(here, provider, ANNA, wrong_claims={"acr": HIGH})
    log_in(browser)
    assert logged_in(browser)


def test_new_key_of_the_provider_is_fetched(browser: TestClient, provider: TestProvider) -> None:
    log_in(browser)
    browser.post("/uitloggen")
    provider.rotate()
    _let_keys_age(browser)
    log_in(browser)
    assert logged_in(browser)


def _let_keys_age(browser: TestClient) -> None:
    """As if the last fetch were a minute ago."""
    for way in browser.app.state.services.providers.of(HERE).values():  # type: ignore[attr-defined]
        keys: Fetched[Any] = way._keys._keys
        keys._since -= 60


def test_claims_from_userinfo(
    sqlite_world: World, provider: TestProvider, client_for: ClientFor
) -> None:
    setup = setups(provider)["digid"].model_copy(update={"userinfo": True})
    ways = Providers({HERE: {"digid": setup}})
    here = replace(sqlite_world, services=replace(sqlite_world.services, providers=ways))
    bare = {"sub": ANNA["sub"]}
    tell(here, provider, bare, userinfo=ANNA)
    browser = client_for(here)
    log_in(browser)
    assert "Anna de Vries" in browser.get("/mijn").text
    browser.post("/uitloggen")
    tell(here, provider, bare, userinfo=ANNA | {"sub": "somebody-else"})
    assert log_in(browser).status_code == 403


def test_who_lives_elsewhere_or_in_a_buurt(
    browser: TestClient, here: World, provider: TestProvider
) -> None:
    for said, kept in (("WK015300", None), ("BU99010103", "WK990101"), ("nonsense", None)):
        tell(here, provider, ANNA | {"wijkcode": said})
        log_in(browser)
        browser.post("/uitloggen")
        assert here.rows(Person)[0]["neighbourhood_code"] == kept


# --- officials


def test_groups_are_roles_and_are_lost_with_the_group(
    browser: TestClient, here: World, provider: TestProvider
) -> None:
    def roles_after(*groups: str) -> set[tuple[Role, str]]:
        tell(here, provider, WIM | {"groups": list(groups)})
        assert log_in(browser, "kantoor").status_code == 303
        found = {(row["role"], row["neighbourhood_code"]) for row in here.rows(RoleGrant)}
        browser.post("/uitloggen")
        return found

    assert roles_after("clerks", "officials", "others") == {(Role.OFFICIAL, ""), (Role.CLERK, "")}
    assert roles_after("officials") == {(Role.OFFICIAL, "")}
    assert roles_after("centrum") == {(Role.NEIGHBOURHOOD_COUNCIL, "WK990100")}
    assert roles_after() == set()


def test_lost_group_ends_the_role_in_every_session_at_once(
    here: World, provider: TestProvider, client_for: ClientFor
) -> None:
    desk, telephone = client_for(here), client_for(here)
    tell(here, provider, WIM)
    log_in(desk, "kantoor")
    assert desk.get("/moderatie").status_code == 200
    tell(here, provider, WIM | {"groups": []})
    answer = log_in(telephone, "kantoor")
    assert "u hebt hier nog geen taak" in telephone.get(answer.headers["location"]).text
    # The session of before is over: whoever sits there is asked to log in, and is no official then either.
    assert desk.get("/moderatie").headers["location"].startswith("/inloggen")


def test_office_session_is_short_and_a_residents_role_is_kept(
    browser: TestClient, here: World, provider: TestProvider
) -> None:
    tell(here, provider, WIM)
    log_in(browser, "kantoor")
    [session] = here.rows(LoginSession)
    assert (session["ends_at"] - session["started_at"]).total_seconds() == 10 * 3600
    browser.post("/uitloggen")
    tell(here, provider, ANNA | {"groups": ["officials"]})
    log_in(browser)
    anna = next(row["id"] for row in here.rows(Person) if row["display_name"] != "Wim")
    assert [row["role"] for row in here.rows(RoleGrant, person_id=anna)] == [Role.RESIDENT]


# --- what is refused


REFUSALS: dict[str, dict[str, Any]] = {
    "wrong nonce": {"wrong_claims": {"nonce": "another"}},
    "no nonce": {"wrong_claims": {"nonce": None}},
    "level too low": {"wrong_claims": {"acr": LOW}},
    "no level": {"wrong_claims": {"acr": None}},
    "unknown level": {"wrong_claims": {"acr": "http://example.test/very-high"}},
    "another issuer": {"wrong_claims": {"iss": "http://127.0.0.1:1"}},
    "another audience": {"wrong_claims": {"aud": "another-client"}},
    "more audiences and no party": {"wrong_claims": {"aud": [CLIENT, "another-client"]}},
    "another party": {"wrong_claims": {"azp": "another-client"}},
    "no subject": {"wrong_claims": {"bsn": None}},
    "no number": {"wrong_claims": {"bsn": "123456789"}},
    "no sub": {"wrong_claims": {"sub": None}},
    "another access token": {"wrong_claims": {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"}},
    "not signed": {"signed": "none"},
    "signed with the public key": {"signed": "hs256"},
    "unknown key": {"signed": "stranger"},
    "forged": {"signed": "forged"},
    "encrypted for nobody": {"signed": "none", "wrong_claims": {"x": "." * 3}},
    "provider says no": {"authorize_error": "invalid_scope"},
    "answer of another provider": {"answers_as": "http://127.0.0.1:1"},
}


@pytest.mark.parametrize("case", REFUSALS)
def test_refused(browser: TestClient, here: World, provider: TestProvider, case: str) -> None:
    tell(here, provider, ANNA, **REFUSALS[case])
    answer = log_in(browser)
    assert answer.status_code == 403
    assert "Inloggen is niet gelukt" in answer.text
    assert 'href="/inloggen"' in answer.text
    assert BSN not in answer.text
    assert not logged_in(browser)
    assert here.rows(Person) == []
    assert here.rows(LoginSession) == []


def test_level_too_low_says_what_to_do(
    browser: TestClient, here: World, provider: TestProvider
) -> None:
    tell(here, provider, ANNA, wrong_claims={"acr": LOW})
    assert "niet veilig genoeg" in log_in(browser).text
    assert "not safe enough" in log_in_english(browser)


def log_in_english(browser: TestClient) -> str:
    browser.get("/?taal=en")
    return log_in(browser).text


@pytest.mark.parametrize(
    ("claims", "taken"),
    [
        ({"exp": -61}, False),
        ({"exp": -59}, True),
        ({"iat": 61}, False),
        ({"iat": 59}, True),
        ({"nbf": 61}, False),
        ({"exp": None}, False),
        ({"iat": None}, False),
    ],
)
def test_token_of_another_time(
    browser: TestClient,
    here: World,
    provider: TestProvider,
    claims: dict[str, int | None],
    taken: bool,
) -> None:
    now = int(here.clock.now().timestamp())
    wrong = {name: None if off is None else now + off for name, off in claims.items()}
    tell(here, provider, ANNA, wrong_claims=wrong)
    log_in(browser)
    assert logged_in(browser) == taken


def test_code_is_redeemed_once(here: World, provider: TestProvider, client_for: ClientFor) -> None:
    browser = client_for(here)
    back = at_provider(to_provider(browser))
    assert browser.get(back).headers["location"] == "/mijn"
    again = browser.get(back)
    assert (again.status_code, again.headers["location"]) == (303, "/mijn"), "still logged in"
    browser.post("/uitloggen")
    assert browser.get(back).status_code == 403
    assert not logged_in(browser)


def test_code_of_an_attempt_fits_no_other_attempt(browser: TestClient, here: World) -> None:
    """The provider itself refuses: PKCE ties the code to the attempt that asked for it."""
    first = parse_qs(urlsplit(at_provider(to_provider(browser))).query)
    second = parse_qs(urlsplit(at_provider(to_provider(browser))).query)
    mixed = {"state": second["state"][0], "code": first["code"][0]}
    assert browser.get("/inloggen/met/digid/terug", params=mixed).status_code == 403
    assert here.rows(Person) == []


def test_answer_for_another_browser_is_refused(here: World, client_for: ClientFor) -> None:
    """Login CSRF: nobody can be logged in as somebody else by a link."""
    attacker, victim = client_for(here), client_for(here)
    back = at_provider(to_provider(attacker))
    assert victim.get(back).status_code == 403
    to_provider(victim)  # has a secret of its own now
    assert victim.get(back).status_code == 403
    assert not logged_in(victim)
    assert attacker.get(back).status_code == 303, "the attempt was not used up by another"


def test_answer_for_another_way_is_refused(browser: TestClient, here: World) -> None:
    back = at_provider(to_provider(browser))
    assert browser.get(back.replace("/digid/", "/kantoor/")).status_code == 403
    assert here.rows(Person) == []


@pytest.mark.parametrize("query", ["", "state=&code=x", "state=made-up&code=x", "code=x"])
def test_answer_without_an_attempt_is_refused(browser: TestClient, query: str) -> None:
    to_provider(browser)
    assert browser.get(f"/inloggen/met/digid/terug?{query}").status_code == 403


def test_attempt_that_took_too_long_is_refused(
    browser: TestClient, here: World, provider: TestProvider
) -> None:
    back = at_provider(to_provider(browser))
    here.pass_days(1)
    answer = browser.get(back)
    assert answer.status_code == 403
    assert "al gebruikt of te oud" in answer.text
    to_provider(browser)
    assert len(here.rows(LoginAttempt)) == 1, "what is over is cleared away"


def test_two_windows_of_one_browser_can_both_log_in(browser: TestClient) -> None:
    first, second = to_provider(browser), to_provider(browser, back="/agenda")
    assert browser.get(at_provider(second)).headers["location"] == "/agenda"
    assert browser.get(at_provider(first)).headers["location"] == "/mijn"


def test_who_breaks_off_is_told_that_nothing_changed(
    browser: TestClient, here: World, provider: TestProvider
) -> None:
    tell(here, provider, ANNA, authorize_error="access_denied")
    answer = log_in(browser)
    assert answer.headers["location"] == "/inloggen"
    assert "U bent gestopt met inloggen." in browser.get("/inloggen").text


def test_wrong_secret_of_ours_is_a_refusal_and_not_a_failure(
    browser: TestClient, here: World, provider: TestProvider
) -> None:
    tell(here, provider, ANNA, client=provider.client() | {"secret": "another"})
    assert log_in(browser).status_code == 403


@pytest.mark.parametrize(
    "back", ["//evil.example", "https://evil.example", "/\\evil.example", "evil", "/x" * 600]
)
def test_login_leads_nowhere_but_here(browser: TestClient, back: str) -> None:
    assert log_in(browser, back=back).headers["location"] == "/mijn"


def test_session_is_a_new_one(browser: TestClient, here: World) -> None:
    planted = "a" * 43
    browser.cookies.set("wijkstem", planted, domain="testdorp.localhost")
    log_in(browser)
    first = browser.cookies["wijkstem"]
    browser.post("/uitloggen")
    log_in(browser)
    assert len({planted, first, browser.cookies["wijkstem"]}) == 3
    assert len(here.rows(LoginSession)) == 1


def test_cookies_on_https(here: World, provider: TestProvider, client_for: ClientFor) -> None:
    browser = client_for(with_settings(here, https=True), scheme="https")
    answer = browser.get("/inloggen/met/digid")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-wijkstem-browser=")
    assert sorted(cookie.split("; ")[1:]) == [
        "HttpOnly",
        "Max-Age=3600",
        "Path=/",
        "SameSite=lax",
        "Secure",
    ]
    assert browser.get(at_provider(answer.headers["location"])).status_code == 303
    assert browser.get("/mijn").status_code == 200


@pytest.mark.parametrize("path", ["/inloggen/met/anders", "/inloggen/met/anders/terug"])
def test_way_that_is_not_there(browser: TestClient, path: str) -> None:
    assert browser.get(path).status_code == 404


def test_way_of_another_municipality(here: World, client_for: ClientFor) -> None:
    assert client_for(here, where="buurdorp").get("/inloggen/met/digid").status_code == 404


# --- a provider that is away


def test_provider_that_is_down_is_a_clear_page_and_the_rest_works(
    here: World, provider: TestProvider, client_for: ClientFor
) -> None:
    browser = client_for(here)
    tell(here, provider, ANNA, down=True)
    answer = browser.get("/inloggen/met/digid")
    assert answer.status_code == 503
    assert answer.headers["retry-after"]
    assert "De inlogdienst geeft geen antwoord." in answer.text
    assert browser.get("/initiatieven").status_code == 200
    asked = provider.asked("discovery")
    assert "does not answer" in browser.get("/inloggen/met/digid?taal=en").text
    assert provider.asked("discovery") == asked, "who comes right after it hears so at once"


def test_provider_that_goes_down_on_the_way(
    browser: TestClient, here: World, provider: TestProvider
) -> None:
    back = at_provider(to_provider(browser))
    tell(here, provider, ANNA, down=True)
    assert browser.get(back).status_code == 503
    assert not logged_in(browser)


def test_provider_that_nobody_answers_for(
    here: World, provider: TestProvider, client_for: ClientFor
) -> None:
    setup = setups(provider)["digid"].model_copy(update={"issuer": "http://127.0.0.1:9"})
    ways = Providers({HERE: {"digid": setup}})
    browser = client_for(replace(here, services=replace(here.services, providers=ways)))
    assert browser.get("/inloggen/met/digid").status_code == 503


def test_slow_provider_is_given_up(
    browser: TestClient, here: World, provider: TestProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wijkstem.web.outside.PATIENCE", 0.3)
    tell(here, provider, ANNA, slow=3)
    answer = browser.get("/inloggen/met/digid")
    assert answer.status_code == 503
    assert answer.elapsed.total_seconds() < 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"says_issuer": "http://127.0.0.1:1"},
        {"metadata": {"authorization_endpoint": "http://evil.example/authorize"}},
        {"metadata": {"authorization_endpoint": "javascript:alert(1)"}},
        {"metadata": {"authorization_endpoint": None}},
    ],
)
def test_provider_that_says_what_it_cannot_mean(
    browser: TestClient, here: World, provider: TestProvider, wrong: dict[str, Any]
) -> None:
    tell(here, provider, ANNA, **wrong)
    assert browser.get("/inloggen/met/digid").status_code == 503


def test_unknown_keys_are_not_asked_for_again_and_again(
    browser: TestClient, here: World, provider: TestProvider
) -> None:
    log_in(browser)
    browser.post("/uitloggen")
    tell(here, provider, ANNA, signed="stranger")
    before = provider.asked("jwks")
    for _ in range(5):
        assert log_in(browser).status_code == 403
    assert provider.asked("jwks") == before


# --- the way out


def test_logging_out_here_and_at_the_provider(browser: TestClient, here: World) -> None:
    log_in(browser)
    answer = browser.post("/uitloggen")
    assert answer.headers["location"] == "/uitgelogd?bij=digid"
    assert here.rows(LoginSession) == []
    page = browser.get("/uitgelogd?bij=digid")
    assert '<meta http-equiv="refresh" content="0; url=/uitloggen/digid">' in page.text
    there = browser.get("/uitloggen/digid").headers["location"]
    asked = parse_qs(urlsplit(there).query)
    assert asked["client_id"] == [CLIENT]
    assert asked["post_logout_redirect_uri"] == ["http://testdorp.localhost/uitgelogd"]
    assert "id_token_hint" not in asked, "a citizen service number can stand in it"
    back = urlsplit(httpx2.get(there, verify=NO_CERTIFICATES).headers["location"])
    assert browser.get(f"{back.path}?{back.query}").status_code == 200


def test_logged_out_page_of_no_way(browser: TestClient) -> None:
    page = browser.get("/uitgelogd?bij=//evil.example")
    assert page.status_code == 200
    assert "refresh" not in page.text
    assert "evil" not in page.text.partition("</header>")[2]


@pytest.mark.parametrize(
    "said", [{"sid": ANNA["sid"]}, {"sub": ANNA["sub"]}, {"sid": ANNA["sid"], "sub": ANNA["sub"]}]
)
def test_provider_tells_that_a_login_ended(
    browser: TestClient, provider: TestProvider, said: dict[str, str]
) -> None:
    log_in(browser)
    assert logged_in(browser)
    answer = _tell_ended(browser, provider.logout_token(**said))
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    assert not logged_in(browser)


def _tell_ended(browser: TestClient, token: str) -> httpx2.Response:
    """As the provider does it: no browser, no cookie."""
    with TestClient(browser.app, base_url="http://testdorp.localhost") as machine:
        return machine.post("/inloggen/met/digid/beeindigd", data={"logout_token": token})


@pytest.mark.parametrize(
    "said",
    [
        {"sid": "another"},
        {"sid": ANNA["sid"], "nonce": "x"},
        {"sid": ANNA["sid"], "events": {}},
        {"sid": ANNA["sid"], "aud": "another-client"},
        {"sid": ANNA["sid"], "iss": "http://127.0.0.1:1"},
        {"sid": ANNA["sid"], "exp": 1},
        {"sid": None},
    ],
)
def test_provider_tells_what_ends_nothing(
    browser: TestClient, provider: TestProvider, said: dict[str, Any]
) -> None:
    log_in(browser)
    answer = _tell_ended(browser, provider.logout_token(**said))
    assert answer.status_code == (200 if said == {"sid": "another"} else 400)
    assert logged_in(browser)
    assert _tell_ended(browser, "no.token.at-all").status_code == 400


# --- nothing is kept


def test_no_citizen_service_number_is_left_anywhere(
    here: World, provider: TestProvider, client_for: ClientFor, logged: Logged
) -> None:
    """In every claim that there is, and on every way out of it: not in a table, not in a page, not in a log."""
    stuffed = ANNA | {"sub": BSN, "sid": BSN, "name": "x", "jti": BSN, "custom": {"bsn": BSN}}
    browser = client_for(here)
    pages = []
    for wrong in ({}, *REFUSALS.values(), {"userinfo": {"bsn": BSN}}, {"down": True}):
        tell(here, provider, stuffed, **wrong)
        with contextlib.suppress(AssertionError):  # a provider that is down sends nobody on
            pages.append(log_in(browser).text)
        pages.append(browser.get("/mijn").text)
        if not wrong:
            # While they are logged in, everything that there is of them.
            assert _tables_with(here, BSN) == []
        browser.post("/uitloggen")
        tell(here, provider, stuffed)
    assert _tables_with(here, BSN) == []
    assert _tables_with(here, "Anna") == ["person.display_name"], "the search sees what there is"
    assert BSN not in "".join(pages)
    assert logged.lines("login refused"), "the log was written where this looks"
    logged.tells_nothing(BSN)


def _tables_with(world: World, text: str) -> list[str]:
    found = set()
    with unguarded(world) as connection:
        for table in metadata.sorted_tables:
            for row in connection.execute(select(table)):
                for name, value in row._mapping.items():
                    if text in str(value):
                        found.add(f"{table.name}.{name}")
    return sorted(found)
