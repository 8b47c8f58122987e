"""Budget rounds by HTTP: an official makes one by its form, two fix it, and residents read it."""

import hashlib
import re
from datetime import timedelta
from html import unescape

from tests.support.rounds import a_round, filled_round, phases_from, plans_for_the_ballot, the_round
from tests.support.submitting import hidden
from tests.support.web import ClientFor, log_in
from tests.support.world import World
from wijkstem.kit.clock import AMSTERDAM
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.rounds import RoundPhase
from wijkstem.words import Role
from wijkstem.words.rounds import RoundState


def test_round_is_made_by_its_form_and_fixed_by_two(
    sqlite_world: World, client_for: ClientFor
) -> None:
    world, client = sqlite_world, client_for(sqlite_world)
    log_in(client, world, "one", Role.OFFICIAL)
    form = _fields(client.get("/moderatie/rondes/nieuw").text)
    form |= {"name": "Wijkbudget Centrum", "about": "Kies mee.", "instrument": "wijkbudget"}
    form |= {"areas": "Centrum; 1.000; 600; WK990100"}
    for phase in phases_from(world.clock.at):
        form[f"{phase.kind}_from"] = phase.starts_at.astimezone(AMSTERDAM).strftime(
            "%d-%m-%Y %H:%M"
        )
        form[f"{phase.kind}_to"] = phase.ends_at.astimezone(AMSTERDAM).strftime("%Y-%m-%dT%H:%M")
    answer = client.post("/moderatie/rondes/nieuw", data=form)
    assert answer.status_code == 303, unescape(answer.text)
    desk = answer.headers["location"]
    assert client.get("/wijkbudget/2026-1").status_code == 404
    _press(client, desk, "aankondigen")
    assert client.get("/wijkbudget/2026-1").status_code == 200
    plans = plans_for_the_ballot(world, {"Een bankje op het plein": (1, 400), "Meer bomen": (1, 1)})
    bench = plans["Een bankje op het plein"]
    client.post(f"{desk}/plannen/{bench}", data={"area": "1", "cost": "400"})
    world.clock.at += timedelta(days=91)
    log_in(client, world, "one", Role.OFFICIAL)
    page = unescape(client.get(desk).text)
    number = re.search(r"Meer bomen</strong> \((\d{4}-\d{4})\)", page)
    assert number
    refused = _press(client, desk, "stemlijst")
    assert "Vul eerst in wat plan" in unescape(refused.text)
    _press(client, desk, "stemlijst", left_out=f"{number[1]} Het is te duur.")
    _press(client, desk, "vragen")
    assert "Vraag een collega" not in client.get(desk).text
    log_in(client, world, "two", Role.OFFICIAL)
    page = client.get(desk).text
    _press(client, desk, "vastleggen", digest=hidden(page)["digest"])
    now = the_round(world, "2026-1")
    assert now.state is RoundState.FROZEN
    file = client.get("/wijkbudget/2026-1/regels.json")
    assert hashlib.sha256(file.content).hexdigest() == now.rule_digest
    shown = unescape(client.get("/wijkbudget/2026-1").text)
    assert now.rule_digest is not None
    assert now.rule_digest in shown
    assert "Het is te duur." in shown


def _press(client, desk: str, what: str, **more: str):  # type: ignore[no-untyped-def]  # the test client's own types
    revision = re.search(r'name="revision" value="(\d+)"', client.get(desk).text)
    values = {"wat": what, "revision": revision[1] if revision else "0"} | more
    return client.post(desk, data=values)


def _fields(page: str) -> dict[str, str]:
    """What the form sends when nobody touches it."""
    found = {
        name: unescape(value)
        for name, value in re.findall(r'<input[^>]*? name="(\w+)"[^>]*? value="([^"]*)"', page)
        if f'name="{name}"' not in "".join(re.findall(r'<input[^>]*type="radio"[^>]*>', page))
    }
    found |= dict(re.findall(r'type="radio"[^>]*name="(\w+)" value="([^"]*)" checked', page))
    for name in re.findall(r'type="checkbox"[^>]*name="(\w+)" value="ja"(?! checked)', page):
        del found[name]
    found |= dict(re.findall(r'<textarea[^>]*name="(\w+)"[^>]*>\n([^<]*)</textarea>', page))
    return found


def test_form_that_is_not_right_keeps_what_was_typed(
    sqlite_world: World, client_for: ClientFor
) -> None:
    world, client = sqlite_world, client_for(sqlite_world)
    log_in(client, world, "one", Role.OFFICIAL)
    form = _fields(client.get("/moderatie/rondes/nieuw").text)
    answer = client.post(
        "/moderatie/rondes/nieuw",
        data=form
        | {"name": "Ronde", "areas": "Centrum; veel geld", "min_picks": "9", "vote_from": "x"},
    )
    page = unescape(answer.text)
    assert answer.status_code == 422
    assert "Deze regel kunnen wij niet lezen: Centrum; veel geld" in page
    assert "Dit is meer dan het hoogste aantal." in page
    assert "Centrum; veel geld</textarea>" in page
    assert "Schrijf een dag en een tijd" in page


def test_what_a_phase_allows_is_chosen_and_stays(
    sqlite_world: World, client_for: ClientFor
) -> None:
    world, client = sqlite_world, client_for(sqlite_world)
    made = filled_round(world)
    log_in(client, world, "one", Role.OFFICIAL)
    change = f"/moderatie/rondes/{made.number}/wijzigen"
    form = _fields(client.get(change).text)
    assert {name for name in form if form[name] == "ja"} == {
        "ideas_cost",
        "advice_cost",
        "ballot_cost",
    }
    del form["ideas_cost"]
    form |= {"ballot_submit": "ja", "instrument": "wijkbudget"}
    assert client.post(change, data=form).status_code == 303

    allows = {row["kind"]: row["allows"] for row in world.rows(RoundPhase)}
    assert (allows["ideas"], allows["ballot"], allows["vote"]) == (
        "submit",
        "cost fix submit",
        "vote",
    )
    again = _fields(client.get(change).text) | {"instrument": "wijkbudget"}
    assert client.post(change, data=again | {"about": "Kies mee."}).status_code == 303
    assert {row["kind"]: row["allows"] for row in world.rows(RoundPhase)} == allows
    assert "U kunt dan ook nog een plan insturen." in client.get(f"/wijkbudget/{made.number}").text


def test_what_is_wrong_with_the_phases_leads_to_them(
    sqlite_world: World, client_for: ClientFor
) -> None:
    client = client_for(sqlite_world)
    log_in(client, sqlite_world, "one", Role.OFFICIAL)
    form = _fields(client.get("/moderatie/rondes/nieuw").text)
    page = client.post("/moderatie/rondes/nieuw", data=form).text
    for name in re.findall(r'ws-error-summary__link" href="#([^"]+)"', page):
        assert f'id="{name}"' in page, name


def test_round_says_its_rules_in_words(sqlite_world: World, client_for: ClientFor) -> None:
    a_round(sqlite_world)
    page = unescape(client_for(sqlite_world).get("/wijkbudget/2026-1").text)

    assert "U kunt nu stemmen" in page
    assert "U mag stemmen als u minstens 16 jaar bent." in page
    assert "Dan slaan wij het over" in page
    assert "er wordt in het openbaar geloot" in page


def test_plan_says_that_it_is_on_the_ballot(sqlite_world: World, client_for: ClientFor) -> None:
    made = a_round(sqlite_world)
    sqlite_world.settle()
    title, number = next(iter(made.numbers.items()))
    [plan] = sqlite_world.rows(Initiative, id=made.plans[title])
    page = client_for(sqlite_world).get(f"/initiatieven/{plan['number']}", follow_redirects=True)

    assert f"Op de stemlijst van het wijkbudget, met nummer {number}" in page.text


def test_reading_a_round_asks_the_same_number_of_questions(
    sqlite_world: World, client_for: ClientFor
) -> None:
    made = filled_round(sqlite_world)
    client = client_for(sqlite_world)
    assert client.get(f"/wijkbudget/{made.number}").status_code == 200
    assert client.get("/wijkbudget").status_code == 200
    assert client.get("/wijkbudget/2026-9").status_code == 404
