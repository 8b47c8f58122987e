"""The counter at its pages: by telephone, at the counter, from paper, and with a number that is kept nowhere."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from starlette.testclient import TestClient

from tests.support.planted import in_files, in_rows
from tests.support.web import ClientFor, log_in
from tests.support.world import HERE, World
from wijkstem.adapters.oidc.providers import Providers
from wijkstem.adapters.oidc.setup import ClaimNames, Name, ProviderSetup, Serves
from wijkstem.tables.accounts import KeptForm, Person
from wijkstem.tables.initiatives import Initiative, Signature
from wijkstem.tables.on_behalf import PaperBatch, PaperLine
from wijkstem.words import Channel, LineState, PaperState, Role

BSN = "999990019"
WHO = {
    "hand": "counter",
    "bsn": BSN,
    "born_day": "4",
    "born_month": "3",
    "born_year": "1950",
    "lives": "WK990100",
    "name": "Truus de Wit",
    "email": "",
}


def digid(**claims: Any) -> ProviderSetup:
    return ProviderSetup(
        serves=Serves.RESIDENTS,
        name=Name(nl="DigiD", en="DigiD"),
        issuer="http://127.0.0.1:9",
        client_id="testdorp",
        client_secret_file=Path("unread"),
        client_secret=SecretStr("opens-nothing"),
        claims=ClaimNames(**claims),
    )


def with_digid(world: World, *setups: ProviderSetup) -> World:
    ways = {f"way{n}": one for n, one in enumerate(setups)}
    return replace(world, services=replace(world.services, providers=Providers({HERE: ways})))


@pytest.fixture
def real(world: World) -> World:
    """Residents log in with a service that gives their number."""
    return with_digid(world, digid(subject="bsn"))


def number_of(world: World, plan: object) -> str:
    return str(world.rows(Initiative, id=plan)[0]["number"])


def test_support_is_entered(real: World, client_for: ClientFor) -> None:
    plan, client = real.open(), client_for(real)
    log_in(client, real, "official", Role.OFFICIAL)
    address = f"/balie/steunen/{number_of(real, plan)}"
    assert address in client.get("/balie").text
    assert "Burgerservicenummer" in client.get(address).text

    answer = client.post(address, data=WHO)
    assert (answer.status_code, answer.headers["location"]) == (303, "/balie")
    assert "De steun is ingevoerd en telt mee." in client.get("/balie").text
    assert [row["channel"] for row in real.rows(Signature)] == [Channel.ON_BEHALF]
    again = client.post(address, data=WHO)
    assert again.status_code == 422
    assert "Deze inwoner heeft dit plan al gesteund." in again.text


def test_what_is_wrong_is_said_and_what_was_typed_stays(real: World, client_for: ClientFor) -> None:
    plan, client = real.open(), client_for(real)
    log_in(client, real, "official", Role.OFFICIAL)
    wrong = {"bsn": "123456789", "born_day": "31", "born_month": "2", "born_year": "1950"}
    answer = client.post(
        f"/balie/steunen/{number_of(real, plan)}", data=WHO | wrong | {"lives": "x"}
    )

    assert answer.status_code == 422
    for said in (
        "Dit is geen burgerservicenummer.",
        "Vul een geboortedatum in die bestaat.",
        "Kies waar deze inwoner woont.",
        'value="Truus de Wit"',
    ):
        assert said in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert real.rows(Signature) == []


def test_number_is_written_nowhere(
    sqlite_world: World, client_for: ClientFor, capfd: pytest.CaptureFixture[str]
) -> None:
    """Not in a row, not in the bytes of the file, not in what is logged: also when something goes wrong."""
    real = with_digid(sqlite_world, digid(subject="bsn"))
    plan, client = real.open(), client_for(real)
    log_in(client, real, "official", Role.OFFICIAL)
    address = f"/balie/steunen/{number_of(real, plan)}"
    for data in (WHO, WHO, WHO | {"lives": "x"}, WHO | {"hand": ""}):
        client.post(address, data=data)
    paper = client.post("/balie/papier", data={"number": number_of(real, plan)}).headers["location"]
    client.post(paper, data=WHO | {"regel": "1"})
    client.cookies.clear()
    assert (
        client.post(address, data=WHO).status_code == 303
    )  # to log in first; the rest of the form is kept

    assert len(real.rows(KeptForm)) == 1
    assert in_rows(real, BSN) == []
    folder = Path(real.services.settings.database_url.removeprefix("sqlite:///")).parent
    assert in_files(folder, BSN) == []
    said = capfd.readouterr()
    assert BSN not in said.out + said.err


def test_form_that_survives_a_login_has_everything_but_the_number(
    sqlite_world: World, client_for: ClientFor
) -> None:
    real = with_digid(sqlite_world, digid(subject="bsn"))
    plan, client = real.open(), client_for(real)
    address = f"/balie/steunen/{number_of(real, plan)}"
    client.post(address, data=WHO)
    log_in(client, real, "official", Role.OFFICIAL)
    page = client.get(address).text
    assert 'value="Truus de Wit"' in page
    assert BSN not in page


@pytest.mark.parametrize(
    "setups",
    [(), (digid(subject="sub"),), (digid(subject="bsn"), digid(subject="sub"))],
    ids=["no provider", "a pseudonym", "one of both"],
)
def test_without_numbers_nobody_is_entered(
    sqlite_world: World, client_for: ClientFor, setups: tuple[ProviderSetup, ...]
) -> None:
    """Somebody could count twice: once by their login and once by their number."""
    world = with_digid(sqlite_world, *setups)
    plan, client = world.open(), client_for(world)
    log_in(client, world, "official", Role.OFFICIAL)
    assert "geeft geen burgerservicenummer door" in client.get("/balie").text
    answer = client.post(f"/balie/steunen/{number_of(world, plan)}", data=WHO)
    assert answer.status_code == 404
    assert world.rows(Signature) == []


def test_plan_is_filed_for_somebody(real: World, client_for: ClientFor) -> None:
    client = client_for(real)
    log_in(client, real, "official", Role.OFFICIAL)
    page = client.get("/balie/indienen/burgerinitiatief").text
    [form_id] = re.findall(r'name="form_id" value="([^"]+)"', page)
    data = WHO | {
        "hand": "telephone",
        "form_id": form_id,
        "title": "Een bankje bij de vijver",
        "neighbourhood_code": "WK990100",
        "subject": "green",
        "vraag-decision": "Zet een bankje bij de vijver.",
    }
    wrong = client.post("/balie/indienen/burgerinitiatief", data=data | {"title": ""})
    assert wrong.status_code == 422
    assert "Zet een bankje bij de vijver." in wrong.text
    for _ in range(2):
        answer = client.post("/balie/indienen/burgerinitiatief", data=data)
        assert answer.status_code == 303
    [plan] = real.rows(Initiative)
    assert plan["channel"] is Channel.ON_BEHALF
    assert real.rows(Person, id=plan["submitter_id"])[0]["display_name"] == "Truus de Wit"


def test_list_on_paper_from_first_to_second_official(real: World, client_for: ClientFor) -> None:
    plan, first, second = real.open(), client_for(real), client_for(real)
    log_in(first, real, "official", Role.OFFICIAL)
    log_in(second, real, "second", Role.OFFICIAL)
    paper = first.post("/balie/papier", data={"number": number_of(real, plan)}).headers["location"]
    assert 'name="regel" value="1"' in first.get(paper).text
    for line, more in enumerate(({}, {"bsn": "999990032", "name": "Bep"}, {}), start=1):
        assert first.post(paper, data=WHO | more | {"regel": str(line)}).status_code == 303
    assert "stond al op deze lijst" in first.get(paper).text
    first.post(paper, data={"regel": "4", "bad": "illegible"})
    assert first.post(paper, data={"wat": "regel-weg", "regel": "4"}).status_code == 303
    assert second.post(paper, data={"wat": "klaar"}).status_code == 403
    first.post(paper, data={"wat": "klaar"})

    mine = first.get(paper).text
    assert "Een collega kijkt hem na" in mine
    assert 'value="goed"' not in mine
    assert first.post(paper, data={"wat": "goed"}).status_code == 403
    checking = second.get(paper).text
    for said in ("Truus de Wit", "4 maart 1950", 'name="fout-2"', 'value="goed"'):
        assert said in checking
    assert second.post(paper, data={"wat": "goed", "fout-2": "ja"}).status_code == 303
    assert second.post(paper, data={"wat": "goed"}).status_code == 409

    done = second.get(paper).text
    assert "Truus de Wit" not in done
    for said in ("Telt mee", "Afgekeurd bij de controle", "Staat twee keer op deze lijst"):
        assert said in done
    assert [row["state"] for row in real.rows(PaperLine)] == [
        LineState.COUNTED,
        LineState.STRUCK,
        LineState.TWICE,
    ]
    assert real.rows(PaperBatch)[0]["state"] is PaperState.DECIDED


def test_residents_have_no_counter(client: TestClient, sqlite_world: World) -> None:
    log_in(client, sqlite_world, "ann")
    assert client.get("/balie").status_code == 403
    assert "/balie" not in client.get("/mijn").text


def test_name_is_put_right_at_the_page(sqlite_world: World, client: TestClient) -> None:
    log_in(client, sqlite_world, "ann")
    assert 'name="naam"' not in client.get("/mijn/gegevens").text
    assert client.post("/mijn/naam", data={"naam": "Anna"}).status_code == 422
    with sqlite_world.services.connection(HERE) as connection:
        table = Person.__table__  # type: ignore[attr-defined]  # SQLModel sets it
        connection.execute(
            table.update().where(table.c.municipality_id == HERE).values(display_name="Inwoner")
        )
    assert 'name="naam"' in client.get("/mijn/gegevens").text
    empty = client.post("/mijn/naam", data={"naam": " "})
    assert empty.status_code == 422
    assert "Vul uw naam in." in empty.text
    assert client.post("/mijn/naam", data={"naam": "Anna Bos"}).status_code == 303
    assert "Anna Bos" in client.get("/mijn/gegevens").text
