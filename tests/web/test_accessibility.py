"""The accessibility statement: what the municipality declared and where residents can go, and never an invented address."""

from dataclasses import replace
from datetime import date

import pytest
from pydantic import ValidationError
from starlette.testclient import TestClient

from tests.support.web import ClientFor
from tests.support.world import HERE, World
from wijkstem.rules.registry import RuleBook
from wijkstem.rules.schema import Accessibility


def accessible(world: World, **values: object) -> World:
    """Testdorp, with what it says of where residents can go."""
    rules = world.services.rules
    here = rules.of(HERE)
    given = Accessibility.model_validate({"source": "made up"} | values)
    told = replace(here, municipality=here.municipality.model_copy(update={"accessibility": given}))
    book = RuleBook({one.municipality.slug: one for one in rules} | {HERE: told})
    return replace(world, services=replace(world.services, rules=book))


def test_municipality_that_gave_no_address_has_none_on_the_page(client: TestClient) -> None:
    text = client.get("/toegankelijkheid").text
    assert "E: er is nog geen verklaring" in text
    assert "De gemeente heeft hier nog geen adres of nummer voor gegeven." in text
    assert "mailto:" not in text
    assert "testdorp.localhost" in text
    assert "nationaleombudsman.nl" in text


def test_address_and_statement_of_a_municipality(
    sqlite_world: World, client_for: ClientFor
) -> None:
    register = "https://www.toegankelijkheidsverklaring.nl/register/1"
    world = accessible(
        sqlite_world,
        email="toegankelijk@testdorp.example",
        telephone="+31 10 000 0000",
        statement={"status": "B", "register_page": register, "revised_on": date(2026, 3, 2)},
    )
    text = client_for(world).get("/toegankelijkheid").text
    assert "B: voldoet voor een deel" in text
    assert f'href="{register}"' in text
    assert "2 maart 2026" in text
    assert 'href="mailto:toegankelijk@testdorp.example"' in text
    assert 'href="tel:+31100000000"' in text
    assert "nog geen verklaring" not in text


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"email": "nowhere"},
        {"page": "http://testdorp.example/"},
        {"page": "javascript:alert(1)"},
        {"email": "a@testdorp.example", "source": ""},
        {"email": "a@testdorp.example", "statement": {"status": "E"}},
    ],
)
def test_what_cannot_be_reached_or_comes_from_nowhere_is_refused(given: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Accessibility.model_validate({"source": "made up"} | given)


def test_bare_address_has_the_page_too(client: TestClient) -> None:
    assert client.get("/toegankelijkheid", headers={"Host": "localhost"}).status_code == 200
