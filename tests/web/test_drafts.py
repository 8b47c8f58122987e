"""Writing a plan in steps: what is kept, what is told, and what two windows and a second click do."""

from datetime import date, timedelta
from html import unescape
from uuid import uuid4

import pytest
from starlette.testclient import TestClient

from tests.support.submitting import GOOD, begin, file_plan, hidden, send_step, write_plan
from tests.support.web import ClientFor, log_in
from tests.support.world import World
from wijkstem.events.initiatives import InitiativeSubmitted
from wijkstem.tables.drafts import Draft
from wijkstem.tables.initiatives import Initiative

CHILD = date(2014, 1, 1)
PLAN = "/initiatieven/2026-0001-een-bankje-bij-de-vijver"
SOORT = "?soort=burgerinitiatief"


def text(client: TestClient, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, answer.text
    return unescape(answer.text)


def test_steps_tell_where_somebody_is(client: TestClient, sqlite_world: World) -> None:
    assert "Stap 1 van 5" in text(client, "/initiatieven/nieuw")
    log_in(client, sqlite_world, "anna")
    address, answer = write_plan(client, GOOD)
    assert answer.headers["location"] == f"{address}/versturen"
    for step, said in (
        ("plan", "Stap 2 van 5"),
        ("plek", "Stap 3 van 5"),
        ("beeld", "Stap 4 van 5"),
        ("versturen", "Stap 5 van 5"),
    ):
        assert said in text(client, f"{address}/{step}")
    assert "Step 5 of 5" in text(client, f"{address}/versturen?taal=en")


def test_every_step_keeps_what_was_typed(world: World, client_for: ClientFor) -> None:
    client = client_for(world)
    log_in(client, world, "anna")
    address = begin(client)
    assert world.rows(Draft) == [], "an address is no draft yet"
    answer = send_step(client, f"{address}/plan{SOORT}", GOOD)
    assert answer.headers["location"] == f"{address}/plek"
    assert GOOD["vraag-decision"] in text(client, f"{address}/plan")
    mine = text(client, "/mijn")
    assert "Plannen die u nog niet hebt verstuurd" in mine
    assert GOOD["title"] in mine
    assert f'href="{address}/plek"' in mine, "goes on where something is left to do"
    assert "Wij bewaren het tot en met" in mine


def test_preview_is_what_others_see(client: TestClient, sqlite_world: World) -> None:
    log_in(client, sqlite_world, "anna")
    answers = GOOD | {"vraag-decision": "Eerste regel <b>\nTweede regel \N{GRINNING FACE}"}
    address, _ = write_plan(client, answers)
    preview = client.get(f"{address}/versturen").text
    shown = "Eerste regel &lt;b&gt;<br>\nTweede regel \N{GRINNING FACE}"
    assert shown in preview
    assert "Centrum" in preview
    filed = send_step(client, f"{address}/versturen", {})
    assert shown in client.get(filed.headers["location"]).text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": ""}, "Geef uw plan een titel."),
        ({"title": "Kort"}, "Gebruik voor de titel minstens 8 tekens."),
        ({"title": "x" * 121}, "Uw tekst is te lang: 121 tekens."),
        ({"title": "Een \x07bankje erbij"}, "Er staan tekens in"),
        ({"neighbourhood_code": ""}, "Kies een wijk van deze gemeente"),
        ({"neighbourhood_code": "WK990200"}, "Kies een wijk van deze gemeente"),
        ({"subject": ""}, "Kies waar uw plan over gaat uit de lijst."),
        ({"vraag-decision": " "}, "Vul dit in."),
        ({"vraag-decision": "x" * 2001}, "Uw tekst is te lang: 2001 tekens."),
        ({"vraag-costs": "\x1bverborgen"}, "Er staan tekens in"),
    ],
)
def test_what_is_not_right_is_told_and_kept(
    client: TestClient, sqlite_world: World, wrong: dict[str, str], said: str
) -> None:
    log_in(client, sqlite_world, "anna")
    answer = file_plan(client, GOOD | wrong)
    page = unescape(answer.text)
    assert answer.status_code == 422
    assert page.count(said) == 2  # in the summary, and beside the field
    [name] = wrong
    assert f'href="#f-{name}"' in page
    assert len(sqlite_world.rows(Draft)) == 1, "kept all the same"
    assert sqlite_world.events(InitiativeSubmitted) == []


def test_later_step_can_be_looked_at_before_all_is_right(
    client: TestClient, sqlite_world: World
) -> None:
    log_in(client, sqlite_world, "anna")
    address = begin(client)
    away = send_step(client, f"{address}/plan{SOORT}", {"title": "Kort", "ga": "bewaar"})
    assert away.headers["location"] == "/mijn#concepten", "who leaves is told nothing"
    page = text(client, f"{address}/versturen")
    assert "Er moeten nog 4 dingen gebeuren" in page
    assert f'href="{address}/plan#f-title"' in page
    assert f'href="{address}/plek#f-neighbourhood_code"' in page
    assert "Dien het plan in" not in page
    assert client.post(f"{address}/versturen", data={"revision": "1"}).status_code == 422
    assert sqlite_world.rows(Initiative) == []


def test_back_keeps_what_was_typed_and_says_nothing(
    client: TestClient, sqlite_world: World
) -> None:
    log_in(client, sqlite_world, "anna")
    address = begin(client)
    send_step(client, f"{address}/plan{SOORT}", GOOD)
    back = send_step(client, f"{address}/plek", {"ga": "terug"})
    assert back.headers["location"] == f"{address}/plan"


def test_back_in_the_browser_and_on_again(client: TestClient, sqlite_world: World) -> None:
    """The page that the browser kept is sent again, with other words; it is nobody else's."""
    log_in(client, sqlite_world, "anna")
    address = f"{begin(client)}/plan{SOORT}"
    page = hidden(client.get(address).text) | {"ga": "verder"}
    for decision in ("Een bank.", "Een bank.", "Twee banken.", "Een bank."):
        sent = client.post(address, data=page | GOOD | {"vraag-decision": decision})
        assert sent.status_code == 303
    assert "Een bank." in text(client, address)


def test_two_windows_on_one_question(world: World, client_for: ClientFor) -> None:
    client = client_for(world)
    log_in(client, world, "anna")
    address = begin(client)
    send_step(client, f"{address}/plan{SOORT}", GOOD)
    first, second = (hidden(client.get(f"{address}/plan").text) for _ in range(2))
    typed = {name: value for name, value in GOOD.items() if name != "neighbourhood_code"}
    one = client.post(f"{address}/plan", data=first | typed | {"vraag-decision": "Uit het ene."})
    assert one.status_code == 303
    answer = client.post(
        f"{address}/plan", data=second | typed | {"vraag-decision": "Uit het andere."}
    )
    page = unescape(answer.text)
    assert answer.status_code == 409
    for said in ("in een ander venster gewijzigd", "Uit het ene.", "Uit het andere."):
        assert said in page
    assert "Uit het ene." in text(client, f"{address}/plan"), "nothing was overwritten"
    again = client.post(
        f"{address}/plan", data=hidden(answer.text) | typed | {"vraag-decision": "Uit het andere."}
    )
    assert again.status_code == 303
    assert "Uit het andere." in text(client, f"{address}/plan")


def test_two_windows_on_two_steps(client: TestClient, sqlite_world: World) -> None:
    log_in(client, sqlite_world, "anna")
    address = begin(client)
    send_step(client, f"{address}/plan{SOORT}", GOOD)
    place = hidden(client.get(f"{address}/plek").text)
    send_step(client, f"{address}/plan", GOOD | {"title": "Twee bankjes bij de vijver"})
    sent = client.post(f"{address}/plek", data=place | {"neighbourhood_code": "WK990101"})
    assert sent.status_code == 303
    assert "Twee bankjes" in text(client, f"{address}/versturen")


def test_sent_twice_is_one_plan(world: World, client_for: ClientFor) -> None:
    client = client_for(world)
    log_in(client, world, "anna")
    address, _ = write_plan(client, GOOD)
    page = hidden(client.get(f"{address}/versturen").text)
    answers = [client.post(f"{address}/versturen", data=page) for _ in range(2)]
    assert [(a.status_code, a.headers["location"]) for a in answers] == [(303, PLAN)] * 2
    assert [f"/initiatieven/concept/{row['id']}" for row in world.rows(Initiative)] == [address]
    assert len(world.events(InitiativeSubmitted)) == 1
    assert world.rows(Draft) == []
    for step in ("plan", "plek", "versturen", "weggooien"):
        gone = client.get(f"{address}/{step}")
        assert (gone.status_code, gone.headers["location"]) == (303, PLAN)
    late = client.post(f"{address}/plan", data={"title": "Te laat"})
    assert late.headers["location"] == PLAN
    assert "Dit plan hebt u al verstuurd." in text(client, PLAN)


def test_what_was_looked_over_is_what_is_sent(client: TestClient, sqlite_world: World) -> None:
    log_in(client, sqlite_world, "anna")
    address, _ = write_plan(client, GOOD)
    page = hidden(client.get(f"{address}/versturen").text)
    send_step(client, f"{address}/plan", GOOD | {"title": "Iets heel anders dan dat"})
    answer = client.post(f"{address}/versturen", data=page)
    assert answer.status_code == 409
    assert "Kijk het nog een keer na" in answer.text
    assert "Iets heel anders dan dat" in answer.text
    assert sqlite_world.rows(Initiative) == []
    assert len(sqlite_world.rows(Draft)) == 1
    assert client.post(f"{address}/versturen", data=hidden(answer.text)).status_code == 303


def test_too_young_is_told_and_kept(client: TestClient, sqlite_world: World) -> None:
    log_in(client, sqlite_world, "kind", born=CHILD)
    answer = file_plan(client, GOOD)
    assert answer.status_code == 422
    assert "U moet minstens 16 jaar zijn" in answer.text
    assert GOOD["vraag-decision"] in answer.text
    assert len(sqlite_world.rows(Draft)) == 1


def test_somebody_begins_before_the_login(world: World, client_for: ClientFor) -> None:
    client = client_for(world)
    address = begin(client)
    first = f"{address}/plan{SOORT}"
    answer = send_step(client, first, GOOD)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith(f"/inloggen?terug={address}/plan")
    assert world.rows(Draft) == []
    log_in(client, world, "anna")
    page = client.get(first).text
    assert GOOD["vraag-decision"] in page
    answer = client.post(first, data=hidden(page) | GOOD | {"ga": "verder"})
    assert answer.headers["location"] == f"{address}/plek"
    assert len(world.rows(Draft)) == 1


def test_later_steps_ask_who_it_is(client: TestClient) -> None:
    address = begin(client)
    for step in ("plan", "plek", "versturen", "weggooien"):
        answer = client.get(f"{address}/{step}")
        assert answer.headers["location"] == f"/inloggen?terug={address}/{step}"


def test_nobody_sees_anothers(client: TestClient, sqlite_world: World) -> None:
    log_in(client, sqlite_world, "anna")
    address, _ = write_plan(client, GOOD)
    log_in(client, sqlite_world, "bram")
    for step in ("plan", "plek", "versturen", "weggooien"):
        text(client, f"{address}/{step}", 404)
    client.post(f"{address}/weggooien")
    assert len(sqlite_world.rows(Draft)) == 1
    # The same address with a kind is Bram's own plan, and stands in nobody's way.
    assert send_step(client, f"{address}/plan{SOORT}", GOOD).status_code == 303
    assert len(sqlite_world.rows(Draft)) == 2
    send_step(client, f"{address}/plek", GOOD)
    assert send_step(client, f"{address}/versturen", {}).status_code == 303
    log_in(client, sqlite_world, "anna")
    assert send_step(client, f"{address}/versturen", {}).status_code == 303
    assert len({row["submitter_id"] for row in sqlite_world.rows(Initiative)}) == 2


@pytest.mark.parametrize("step", ["onzin", "plan"])
def test_addresses_that_are_none(client: TestClient, sqlite_world: World, step: str) -> None:
    log_in(client, sqlite_world, "anna")
    text(client, f"/initiatieven/concept/{uuid4()}/{step}", 404)
    text(client, f"/initiatieven/concept/{uuid4()}/plan?soort=onzin", 404)
    text(client, "/initiatieven/concept/00000000-0000-0000-0000-000000000007/plan" + SOORT, 404)


def test_thrown_away_after_a_question(client: TestClient, sqlite_world: World) -> None:
    log_in(client, sqlite_world, "anna")
    address, _ = write_plan(client, GOOD)
    assert GOOD["title"] in text(client, f"{address}/weggooien")
    assert len(sqlite_world.rows(Draft)) == 1
    for _ in range(2):
        assert client.post(f"{address}/weggooien").headers["location"] == "/mijn#concepten"
    assert sqlite_world.rows(Draft) == []
    assert "niet hebt verstuurd" not in text(client, "/mijn")


def test_thrown_away_in_another_window_is_not_lost(client: TestClient, sqlite_world: World) -> None:
    log_in(client, sqlite_world, "anna")
    address, _ = write_plan(client, GOOD)
    page = hidden(client.get(f"{address}/plan").text)
    client.post(f"{address}/weggooien")
    answer = client.post(f"{address}/plan{SOORT}", data=page | GOOD)
    assert answer.status_code == 303
    assert len(sqlite_world.rows(Draft)) == 1


def test_too_many_and_too_long_keep_what_was_typed(client: TestClient, sqlite_world: World) -> None:
    log_in(client, sqlite_world, "anna")
    for _ in range(20):
        send_step(client, f"{begin(client)}/plan{SOORT}", GOOD)
    answer = send_step(client, f"{begin(client)}/plan{SOORT}", GOOD)
    assert answer.status_code == 422
    assert "U hebt al 20 plannen" in answer.text
    assert GOOD["vraag-decision"] in answer.text
    draft = sqlite_world.rows(Draft)[0]
    address = f"/initiatieven/concept/{draft['id']}/plan"
    answer = send_step(client, address, GOOD | {"vraag-decision": "x" * 60_001})
    assert answer.status_code == 422
    assert "te lang om te bewaren" in answer.text
    assert "x" * 60_001 in answer.text
    assert sqlite_world.rows(Draft)[0] == draft


def test_form_of_the_release_before(world: World, client_for: ClientFor) -> None:
    client = client_for(world)
    log_in(client, world, "anna")
    old = GOOD | {"form_id": str(uuid4())}
    new = "/initiatieven/nieuw/burgerinitiatief"
    for _ in range(2):
        answer = client.post(new, data=old)
        assert answer.headers["location"] == f"/initiatieven/concept/{old['form_id']}/versturen"
    assert send_step(client, answer.headers["location"], {}).headers["location"] == PLAN
    answer = client.post(new, data=old)
    assert client.get(answer.headers["location"]).headers["location"] == PLAN
    assert len(world.rows(Initiative)) == 1
    for junk in ("", "onzin", "\0", "x" * 5000, "00000000-0000-0000-0000-000000000007"):
        answer = client.post(new, data=GOOD | {"form_id": junk})
        assert answer.status_code == 303
        text(client, answer.headers["location"])


def test_old_kind_can_only_be_thrown_away(client: TestClient, sqlite_world: World) -> None:
    log_in(client, sqlite_world, "anna")
    address, _ = write_plan(client, GOOD)
    engine = sqlite_world.services.engine.connect().execution_options(municipality="*")
    with engine as connection, connection.begin():
        connection.exec_driver_sql("UPDATE draft SET instrument = 'vroeger'")
    page = text(client, "/mijn")
    assert GOOD["title"] in page
    assert f'href="{address}/weggooien"' in page
    assert f'href="{address}/plek"' not in page
    text(client, f"{address}/plan", 404)


def test_kept_for_as_long_as_the_rules_say(client: TestClient, sqlite_world: World) -> None:
    log_in(client, sqlite_world, "anna")
    write_plan(client, GOOD)
    [draft] = sqlite_world.rows(Draft)
    today = sqlite_world.clock.now().date()
    assert draft["keep_until"] >= today + timedelta(days=90)


def test_place_in_words(world: World, client_for: ClientFor) -> None:
    client = client_for(world)
    log_in(client, world, "anna")
    near = "Hoek van de <Dorpsstraat> en het park"
    for wrong, said in (
        ("x" * 201, "201 tekens"),
        ("Ik ben 123456782", "BSN"),
        ("\x07", "tekens in"),
    ):
        answer = file_plan(client, GOOD | {"plaats": wrong})
        assert (answer.status_code, said in answer.text) == (422, True)
    address, _ = write_plan(client, GOOD | {"plaats": near})
    assert f"Centrum: {near}" in text(client, f"{address}/versturen")
    filed = send_step(client, f"{address}/versturen", {}).headers["location"]
    # The neighbourhood leads to its own page.
    assert f">Centrum</a>: {near}" in text(client, filed)
    edit = "/initiatieven/2026-0001/wijzigen"
    assert near in text(client, edit)
    client.post(edit, data={"revision": "1"} | GOOD | {"plaats": ""})
    assert near not in text(client, filed)


def test_what_nobody_sees_is_left_out(client: TestClient, sqlite_world: World) -> None:
    """Who pastes from a message cannot take out what they do not see."""
    log_in(client, sqlite_world, "anna")
    odd = "Een \u202ebankje\u200b bij de\u2066 vijver \N{GRINNING FACE}\ufeff \u0627\u0644"
    filed = file_plan(client, GOOD | {"title": odd})
    assert filed.status_code == 303
    [plan] = sqlite_world.rows(Initiative)
    assert plan["title"] == "Een bankje bij de vijver \N{GRINNING FACE} \u0627\u0644"
