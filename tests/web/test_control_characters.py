"""Characters that nobody sees are refused with a sentence, in every form and on both engines; nothing breaks."""

from html import unescape

import pytest
from starlette.testclient import TestClient

from tests.support.submitting import file_plan, told
from tests.support.web import ClientFor, log_in, with_settings
from tests.support.world import World
from wijkstem.commands.engine import PassOverEvent
from wijkstem.errors import Invalid
from wijkstem.kit.ids import new_id
from wijkstem.tables.accounts import Person
from wijkstem.tables.council import Meeting
from wijkstem.tables.initiatives import Initiative, InitiativeText, Signature, StepReason
from wijkstem.words import Role

SAID = "Er staan tekens in die wij niet kunnen opslaan."
NEW = "/initiatieven/nieuw/burgerinitiatief"
EDIT = "/initiatieven/2026-0001/wijzigen"
CASE = "/moderatie/2026-0001"
PLAN = "/griffie/vergadering"
FORM = {
    "title": "Een bankje bij de vijver",
    "neighbourhood_code": "WK990100",
    "subject": "green",
    "vraag-decision": "Zet een bankje neer bij de vijver.",
    "vraag-costs": "Ongeveer 800 euro",
}
MEETING = {
    "body_id": "raad",
    "name": "Raadsvergadering",
    "held_on_day": "13",
    "held_on_month": "4",
    "held_on_year": "2026",
    "starts_at": "19:30",
    "location": "Raadzaal",
}
REASONS = "Dit hoort bij de klachtenregeling."


@pytest.fixture
def client(world: World, client_for: ClientFor) -> TestClient:
    """A browser at Testdorp on each engine."""
    return client_for(world)


@pytest.mark.parametrize("name", ["title", "vraag-decision", "vraag-costs"])
def test_plan_is_not_filed(client: TestClient, world: World, name: str) -> None:
    log_in(client, world, "anna")
    for odd in ("\0", "\x1b", "\x85"):
        answer = file_plan(client, FORM | {name: FORM[name] + odd})
        page = unescape(answer.text)
        assert (answer.status_code, page.count(SAID)) == (422, 2)
        assert odd not in page
        for field in ("title", "vraag-decision", "vraag-costs"):
            assert FORM[field] in page
    assert world.rows(Initiative) == []


def test_plan_of_several_parts_is_not_filed(client: TestClient, world: World) -> None:
    log_in(client, world, "anna")
    parts = {name: (None, text) for name, text in (FORM | {"title": "Een \0 bankje"}).items()}
    address = client.get(NEW).headers["location"]
    assert told(client, client.post(address, files=parts)).status_code == 422
    answer = client.get(client.post(NEW, files=parts).headers["location"])
    assert SAID in unescape(answer.text)
    assert world.rows(Initiative) == []


@pytest.mark.parametrize("name", ["title", "vraag-decision", "vraag-costs"])
def test_plan_is_not_changed(client: TestClient, world: World, name: str) -> None:
    world.submit()
    log_in(client, world, "submitter")
    before = (world.rows(Initiative), world.rows(InitiativeText))
    sent = FORM | {"revision": "1", name: f"{FORM[name]}\0"}
    answer = client.post(EDIT, data=sent)
    assert (answer.status_code, SAID in answer.text) == (422, True)
    assert client.post(EDIT, data=FORM | {"revision": "1\0"}).status_code == 409
    assert (world.rows(Initiative), world.rows(InitiativeText)) == before


def test_unknown_place_and_instrument(client: TestClient, world: World) -> None:
    log_in(client, world, "anna")
    answer = file_plan(client, FORM | {"neighbourhood_code": "WK990100\0"})
    assert (answer.status_code, "Kies een wijk" in answer.text) == (422, True)
    for address in ("/initiatieven/nieuw/burgerinitiatief%00", "/initiatieven/2026-0001%00"):
        assert client.get(address).status_code == 404
    assert world.rows(Initiative) == []


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"reasons": f"{REASONS}\0"}, SAID),
        ({"reasons": f"\x0b{REASONS}"}, SAID),
        ({"ground": "complaint\0"}, "grond"),
        ({"outcome": "refuse\0"}, REASONS),
        ({"step_seq": "1\0"}, REASONS),
    ],
)
def test_decision_is_not_taken(
    client: TestClient, world: World, wrong: dict[str, str], said: str
) -> None:
    world.submit()
    log_in(client, world, "official", Role.OFFICIAL)
    sent = {"step_seq": "1", "outcome": "refuse", "ground": "complaint", "reasons": REASONS}
    answer = client.post(CASE, data=sent | wrong)
    assert answer.status_code in {409, 422}
    assert said in answer.text
    assert REASONS in answer.text
    assert [row["step_seq"] for row in world.rows(Initiative)] == [1]
    assert world.rows(StepReason) == []


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("name", SAID),
        ("location", SAID),
        ("body_id", "Kies wie er vergadert."),
        ("held_on_day", "Kies een datum"),
        ("starts_at", "Schrijf de tijd zo"),
    ],
)
@pytest.mark.parametrize("odd", ["\0", "\x1f"])
def test_meeting_is_not_planned(
    client: TestClient, world: World, name: str, said: str, odd: str
) -> None:
    log_in(client, world, "clerk", Role.CLERK)
    for typed in (MEETING[name] + odd, odd):
        answer = client.post(PLAN, data=MEETING | {name: typed})
        assert (answer.status_code, said in unescape(answer.text)) == (422, True)
        assert odd not in answer.text
    assert world.rows(Meeting) == []


def test_vote_that_is_none_is_not_counted(client: TestClient, world: World) -> None:
    world.open(instrument="voorstel")
    log_in(client, world, "anna")
    for stance in ("against\0", "onzin"):
        answer = client.post("/initiatieven/2026-0001/steunen", data={"stance": stance})
        assert answer.status_code == 400
    assert world.rows(Signature) == []


def test_log_in_as_nobody(world: World, client_for: ClientFor) -> None:
    client = client_for(with_settings(world, demo=True))
    assert client.post("/inloggen", data={"persoon": "bewoner-1\0"}).status_code == 422
    assert world.rows(Person) == []
    sent = {"persoon": "bewoner-1", "terug": "/agenda\0"}
    assert client.post("/inloggen", data=sent).headers["location"] == "/mijn"


@pytest.mark.parametrize(
    "address",
    [
        "/initiatieven?wijk=%00",
        "/initiatieven?wijk=WK990100%00&soort=%00&stand=%00&volgorde=%00&pagina=%00",
        "/initiatieven?taal=%00",
        "/agenda?pagina=%00",
        "/indicatoren?x=%00",
        "/inloggen?terug=%00",
    ],
)
def test_address_that_asks_for_nothing(client: TestClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    assert "\0" not in answer.text


@pytest.mark.parametrize("charset", ["unicode_escape", "undefined", "utf-7", "onzin"])
def test_form_in_another_code(client: TestClient, world: World, charset: str) -> None:
    log_in(client, world, "anna")
    body = b'--x\r\nContent-Disposition: form-data; name="title"\r\n\r\n\\ud800\r\n--x--\r\n'
    kind = f"multipart/form-data; boundary=x; charset={charset}"
    assert client.post(NEW, content=body, headers={"content-type": kind}).status_code == 400


def test_field_with_an_odd_name(client: TestClient, world: World) -> None:
    log_in(client, world, "anna")
    assert client.post(NEW, data=FORM | {"odd\0": "\0"}).status_code == 303


def test_operator_says_why_in_words(world: World) -> None:
    command = PassOverEvent("timeline", "Een reden met \0 erin.", decided_by=str(new_id()))
    with pytest.raises(Invalid) as refused:
        world.execute(command)
    assert refused.value.fields["reason"].code == "control_characters"


def test_cookies_with_anything(client: TestClient) -> None:
    answer = client.get("/", headers={"Cookie": "wijkstem=%00; taal=%00; melding=%00"})
    assert answer.status_code == 200
