"""The operator's file with the ways to log in: what stands in it, and what is wrong with it."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from tests.support.world import settings_for
from wijkstem.adapters.oidc.said import said
from wijkstem.adapters.oidc.setup import EIDAS, Name, ProviderSetup, Serves, is_safe, load_setups
from wijkstem.bootstrap import make_providers
from wijkstem.errors import BadConfiguration, LoginRefused
from wijkstem.rules.registry import RuleBook

GOOD = """
[testdorp.digid]
serves = "residents"
name = { nl = "DigiD", en = "DigiD" }
issuer = "https://broker.example"
client_id = "wijkstem"
client_secret_file = "secret"
level = "http://eidas.europa.eu/LoA/substantial"
claims = { subject = "bsn", birth_date = "birthdate", neighbourhood = "wijkcode" }

[testdorp.kantoor]
serves = "office"
name = { nl = "Medewerkers", en = "Staff" }
issuer = "https://login.example/testdorp"
client_id = "wijkstem"
client_secret_file = "secret"
roles = [
  { group = "g1", role = "clerk" },
  { group = "g2", role = "neighbourhood_council", neighbourhood = "WK990100" },
]
"""


def file(folder: Path, text: str = GOOD, hidden: str = "hush-hush\n") -> Path:
    (folder / "secret").write_text(hidden)
    made = folder / "login.toml"
    made.write_text(text)
    return made


def test_file_is_read_with_its_secrets(tmp_path: Path, rules: RuleBook) -> None:
    setups = load_setups(file(tmp_path))
    digid, office = setups["testdorp"]["digid"], setups["testdorp"]["kantoor"]
    assert digid.client_secret == SecretStr("hush-hush")
    assert digid.accepted_levels == EIDAS[1:]
    assert (digid.claims.gives_bsn, office.claims.gives_bsn) == (True, False)
    assert office.accepted_levels == ()
    assert "hush-hush" not in repr(setups)
    settings = settings_for("sqlite://", login_file=tmp_path / "login.toml")
    assert list(make_providers(settings, rules).of("testdorp")) == ["digid", "kantoor"]
    assert list(make_providers(settings_for("sqlite://"), rules)) == []


@pytest.mark.parametrize(
    ("was", "becomes", "said_of_it"),
    [
        ("[testdorp.digid]", "[testdorp.Digi D]", "login.toml"),
        ('serves = "residents"', 'serves = "everybody"', "serves"),
        ('issuer = "https://broker', 'issuer = "http://broker', "https"),
        ('client_secret_file = "secret"', "", "client_secret_file or private_key_file"),
        ('client_secret_file = "secret"', 'client_secret_file = "nowhere"', "nowhere"),
        ("LoA/substantial", "LoA/very-high", "level"),
        ("claims = {", 'algorithms = ["HS256"]\nclaims = {', "algorithms"),
        ("claims = {", 'algorithms = ["none"]\nclaims = {', "algorithms"),
        ("claims = {", "algorithms = []\nclaims = {", "algorithms"),
        ("claims = {", 'signs_with = "HS256"\nclaims = {', "algorithms"),
        ("claims = {", 'roles = [{ group = "g", role = "clerk" }]\nclaims = {', "roles"),
        ("claims = {", 'surprise = "x"\nclaims = {', "surprise"),
        ('role = "clerk"', 'role = "king"', "role"),
    ],
)
def test_what_does_not_fit_is_named(
    tmp_path: Path, was: str, becomes: str, said_of_it: str
) -> None:
    assert was in GOOD
    with pytest.raises(BadConfiguration, match=said_of_it) as wrong:
        load_setups(file(tmp_path, GOOD.replace(was, becomes, 1)))
    assert "hush" not in str(wrong.value)


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("testdorp.digid", "elders.digid"),
        ("WK990100", "WK015300"),
        ('role = "neighbourhood_council", neighbourhood = "WK990100"', 'role = "neighbourhood_council"'),
        ('role = "clerk"', 'role = "clerk", neighbourhood = "WK990100"'),
    ],
)  # fmt: skip
def test_what_does_not_fit_the_rules_stops_the_boot(
    tmp_path: Path, rules: RuleBook, was: str, becomes: str
) -> None:
    made = file(tmp_path, GOOD.replace(was, becomes))
    with pytest.raises(BadConfiguration):
        make_providers(settings_for("sqlite://", login_file=made), rules)


def test_empty_or_missing_files(tmp_path: Path) -> None:
    with pytest.raises(BadConfiguration, match="is empty"):
        load_setups(file(tmp_path, hidden=" \n"))
    with pytest.raises(BadConfiguration, match="cannot be read"):
        load_setups(tmp_path / "nowhere.toml")
    with pytest.raises(BadConfiguration, match="cannot be read"):
        load_setups(file(tmp_path, "= no toml"))


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://broker.example", True),
        ("https://broker.example/a?b=c", True),
        ("http://127.0.0.1:9400", True),
        ("http://localhost", True),
        ("http://broker.example", False),
        ("http://127.0.0.1.evil.example", False),
        ("https://", False),
        ("https://[broken", False),
        ("https://broker.example/#x", False),
        ("javascript:alert(1)", False),
        ("//broker.example", False),
        ("", False),
    ],
)
def test_only_what_nobody_else_can_read_is_asked(url: str, safe: bool) -> None:
    assert is_safe(url) == safe


def setup(**claims: Any) -> ProviderSetup:
    return ProviderSetup(
        serves=Serves.RESIDENTS,
        name=Name(nl="x", en="x"),
        issuer="https://broker.example",
        client_id="x",
        client_secret_file=Path("secret"),
        claims=claims,  # type: ignore[arg-type]  # read as from a file
    )


def test_claims_by_the_names_of_this_broker() -> None:
    names = {
        "subject": "urn:bsn",
        "subject_is_bsn": True,
        "name": ("voornaam", "achternaam"),
        "birth_date": "geboortedatum",
        "municipality": "gemeentecode",
        "neighbourhood": "buurt",
        "email": "mail",
    }
    claims = {
        "urn:bsn": "123456782",
        "voornaam": "Anna ",
        "geboortedatum": "19800517",
        "gemeentecode": "9901",
        "buurt": "bu99010103",
        "mail": "anna@example.test",
        "sub": "p",
        "sid": "s",
        "groups": "one",
    }
    found = said(claims, setup(**names))
    assert (found.subject, found.display_name) == ("bsn:123456782", "Anna")
    assert found.birth_date == date(1980, 5, 17)
    assert (found.municipality_code, found.neighbourhood_code) == ("GM9901", "BU99010103")
    assert (found.email, found.groups) == ("anna@example.test", frozenset({"one"}))
    assert (found.session_id, found.provider_subject) == ("s", "p")
    assert "123456782" not in repr(found)
    assert "Anna" not in repr(found)


@pytest.mark.parametrize(
    "claims",
    [
        {"birthdate": "1980"}, {"birthdate": 1}, {"birthdate": ["1980-05-17"]}, {"email": "no"},
        {"wijk": "WK9"}, {"name": {"a": 1}}, {"groups": 5}, {"groups": [1, {"a": 2}, "x" * 301]},
        {"name": "x" * 301}, {"email": "a@b\nc"},
    ],
)  # fmt: skip
def test_claims_that_make_no_sense_say_nothing(claims: dict[str, Any]) -> None:
    names = setup(birth_date="birthdate", email="email", neighbourhood="wijk")
    found = said({"sub": "p", **claims}, names)
    assert found.subject == "https://broker.example#p"
    assert (found.display_name, found.birth_date, found.email) == ("", None, None)
    assert (found.neighbourhood_code, found.groups) == (None, frozenset())


@pytest.mark.parametrize("claims", [{}, {"sub": ""}, {"sub": None}, {"sub": True}, {"sub": ["p"]}])
def test_nobody_is_nobody(claims: dict[str, Any]) -> None:
    with pytest.raises(LoginRefused):
        said(claims, setup())
