"""The officials' queue in a browser: what is looked for, one case after another, and who has which in hand."""

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.support.web import log_in
from tests.support.world import World
from wijkstem.commands.initiatives import SubmitInitiative
from wijkstem.commands.moderation import AssignCase, ClaimCase
from wijkstem.domain.people import Actor
from wijkstem.events.initiatives import StepTaken
from wijkstem.tables.moderation import Case
from wijkstem.words import Role

REASONS = "Dit hoort bij de klachtenregeling van de gemeente."
REFUSE = {"step_seq": "1", "outcome": "refuse", "ground": "complaint", "reasons": REASONS}
ADMIT = {"step_seq": "1", "outcome": "admit"}


@pytest.fixture
def desk(client: TestClient) -> TestClient:
    """Where somebody sits down with `log_in`: a session is shorter than the days that a test lets pass."""
    return client


def sit_down(client: TestClient, world: World) -> None:
    log_in(client, world, "official", Role.OFFICIAL)


@pytest.fixture
def colleague(sqlite_world: World) -> Actor:
    return sqlite_world.person("colleague", Role.OFFICIAL)


def text(client: TestClient, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, answer.text
    return unescape(answer.text)


def case(world: World, number: int = 0) -> dict[str, Any]:
    """The cases in the order in which they were opened."""
    return sorted(world.rows(Case), key=lambda row: (row["opened_at"], row["id"]))[number]


def listed(page: str, *titles: str) -> list[str]:
    return [title for title in titles if title in page]


def three(world: World) -> tuple[str, str, str]:
    titles = ("Een bankje bij de vijver", "Een hek om de speeltuin", "Lampen in het park")
    for days, title in zip((0, 3, 7), titles, strict=True):
        world.pass_days(days)
        world.submit(title=title, instrument="voorstel" if title.startswith("Een hek") else "burgerinitiatief")  # fmt: skip
    return titles


def test_figures_on_top(desk: TestClient, sqlite_world: World, colleague: Actor) -> None:
    three(sqlite_world)
    sqlite_world.execute(AssignCase(case(sqlite_world)["id"], colleague.person_id, None), colleague)
    sqlite_world.pass_days(5)
    sit_down(desk, sqlite_world)
    page = " ".join(text(desk, "/moderatie").split())
    for figure, name in ((3, "Alle zaken"), (1, "Te laat"), (1, "Binnen een week"), (0, "Mijn zaken"), (2, "Zaken van niemand")):  # fmt: skip
        assert f'<span class="ws-counts__figure">{figure}</span> {name}</a>' in page


@pytest.mark.parametrize(
    ("query", "which"),
    [
        ("", (0, 1, 2)),
        ("zoek=SPEELTUIN", (1,)),
        ("zoek=2026-0003", (2,)),
        ("zoek=%25", ()),
        ("soort=voorstel", (1,)),
        ("wijk=WK990101", ()),
        ("wijk=WK990100", (0, 1, 2)),
        ("van=mine", (2,)),
        ("van=free", (1,)),
        ("van=to_do", (1, 2)),
        ("termijn=late", (0,)),
        ("termijn=soon", (1,)),
        ("reden=step", (0, 1, 2)),
        ("reden=report", ()),
        ("soort=voorstel&termijn=late", ()),
        ("reden=onzin&termijn=onzin", (0, 1, 2)),
    ],
)
def test_queue_narrowed(
    desk: TestClient, sqlite_world: World, colleague: Actor, query: str, which: tuple[int, ...]
) -> None:
    titles = three(sqlite_world)
    official = sqlite_world.official.person_id
    sqlite_world.execute(AssignCase(case(sqlite_world)["id"], colleague.person_id, None), colleague)
    sqlite_world.execute(AssignCase(case(sqlite_world, 2)["id"], official, None), colleague)
    sqlite_world.pass_days(5)
    sit_down(desk, sqlite_world)
    page = text(desk, f"/moderatie?{query}")
    assert listed(page, *titles) == [titles[n] for n in which]
    if not which:
        assert "Er is geen zaak die hierbij past." in page


def test_one_case_after_another(desk: TestClient, sqlite_world: World, colleague: Actor) -> None:
    """What a colleague has in hand is passed over, and comes back when that is over."""
    three(sqlite_world)
    sqlite_world.execute(ClaimCase(case(sqlite_world, 1)["id"]), colleague)
    sit_down(desk, sqlite_world)
    first = desk.post("/moderatie/volgende", data={"soort": "", "pagina": "1"})
    assert first.headers["location"] == "/moderatie/2026-0001?lijst="
    assert "U werkt nu aan deze zaak." in text(desk, first.headers["location"])
    assert case(sqlite_world)["claimed_by"] == sqlite_world.official.person_id
    second = desk.post(first.headers["location"], data=ADMIT)
    assert second.headers["location"] == "/moderatie/2026-0003?lijst="
    page = text(desk, second.headers["location"])
    assert "Uw besluit is vastgelegd. Dit is de volgende zaak." in page
    assert "Hierna komt geen zaak meer die u kunt doen." in page
    last = desk.post(second.headers["location"], data=ADMIT)
    assert last.headers["location"] == "/moderatie?"
    sqlite_world.clock.at += timedelta(minutes=30)
    again = desk.post("/moderatie/volgende", data={})
    assert again.headers["location"] == "/moderatie/2026-0002?lijst="


def test_next_case_is_of_the_same_queue(desk: TestClient, sqlite_world: World) -> None:
    three(sqlite_world)
    sqlite_world.submit(title="Nog een hek", instrument="voorstel")
    sit_down(desk, sqlite_world)
    begun = desk.post("/moderatie/volgende", data={"soort": "voorstel"})
    assert begun.headers["location"] == "/moderatie/2026-0002?lijst=soort%3Dvoorstel"
    after = text(desk, begun.headers["location"]).partition('id="hierna"')[2]
    assert listed(after, "Nog een hek", "Lampen in het park") == ["Nog een hek"]
    follows = desk.post(begun.headers["location"], data=REFUSE)
    assert follows.headers["location"] == "/moderatie/2026-0004?lijst=soort%3Dvoorstel"


def test_no_case_to_begin_with(desk: TestClient, sqlite_world: World, colleague: Actor) -> None:
    sqlite_world.submit()
    sqlite_world.execute(ClaimCase(case(sqlite_world)["id"]), colleague)
    sit_down(desk, sqlite_world)
    answer = desk.post("/moderatie/volgende", data={})
    assert "Er is geen zaak meer die u nu kunt doen." in text(desk, answer.headers["location"])


def test_take_and_let_go(desk: TestClient, sqlite_world: World) -> None:
    sqlite_world.submit()
    url, back = f"/moderatie/zaak/{case(sqlite_world)['id']}/hand", "/moderatie/2026-0001"
    sit_down(desk, sqlite_world)
    assert "Niemand werkt nu aan deze zaak." in text(desk, back)
    assert desk.post(url, data={"terug": back, "wat": "nemen"}).headers["location"] == back
    # By the clock on the wall in the Netherlands, half an hour on.
    assert "U werkt aan deze zaak, tot 10:30." in text(desk, back)
    desk.post(url, data={"terug": back, "wat": "los"})
    assert "Niemand werkt nu aan deze zaak." in text(desk, back)


def test_case_in_the_hands_of_a_colleague(
    desk: TestClient, sqlite_world: World, colleague: Actor
) -> None:
    sqlite_world.submit()
    sqlite_world.execute(ClaimCase(case(sqlite_world)["id"]), colleague)
    sit_down(desk, sqlite_world)
    assert "colleague is bezig" in text(desk, "/moderatie")
    url, page = "/moderatie/2026-0001", text(desk, "/moderatie/2026-0001")
    assert "colleague werkt aan deze zaak, tot 10:30." in page
    refused = desk.post(url, data=REFUSE)
    assert refused.status_code == 409
    assert "Een collega werkt hier nu aan." in refused.text
    assert REASONS in refused.text
    assert sqlite_world.events(StepTaken) == []
    # The same form, with the button that takes it over.
    assert desk.post(url, data=REFUSE | {"over": "ja"}).status_code == 303
    assert case(sqlite_world)["closed_as"] == "refuse"


def test_colleague_takes_it_just_before(
    desk: TestClient, sqlite_world: World, colleague: Actor
) -> None:
    sqlite_world.submit()
    sqlite_world.execute(ClaimCase(case(sqlite_world)["id"]), colleague)
    url = f"/moderatie/zaak/{case(sqlite_world)['id']}/hand"
    sit_down(desk, sqlite_world)
    answer = desk.post(url, data={"terug": "/moderatie/2026-0001", "wat": "nemen"})
    assert "Een collega werkt nu aan deze zaak." in text(desk, answer.headers["location"])
    desk.post(url, data={"terug": "/moderatie/2026-0001", "wat": "over"})
    assert case(sqlite_world)["claimed_by"] == sqlite_world.official.person_id


def test_give_a_case_away(desk: TestClient, sqlite_world: World, colleague: Actor) -> None:
    sqlite_world.submit()
    url, back = f"/moderatie/zaak/{case(sqlite_world)['id']}/eigenaar", "/moderatie/2026-0001"
    gift = {"terug": back, "was": "", "aan": str(colleague.person_id)}
    sit_down(desk, sqlite_world)
    assert desk.post(url, data=gift).headers["location"] == back
    assert case(sqlite_world)["assigned_to"] == colleague.person_id
    assert f'value="{colleague.person_id}" selected' in text(desk, back)
    # From a page that did not know: nothing happens, and it says so.
    desk.post(url, data=gift | {"aan": ""})
    assert "Deze zaak is net veranderd." in text(desk, back)
    nobody = gift | {"was": str(colleague.person_id), "aan": ""}
    desk.post(url, data=nobody)
    assert case(sqlite_world)["assigned_to"] is None


@pytest.mark.parametrize("back", ["//elders.example", "https://elders.example", ""])
def test_leads_nowhere_else(desk: TestClient, sqlite_world: World, back: str) -> None:
    sqlite_world.submit()
    url = f"/moderatie/zaak/{case(sqlite_world)['id']}/hand"
    sit_down(desk, sqlite_world)
    assert desk.post(url, data={"terug": back}).headers["location"] == "/moderatie"


def test_case_of_another_municipality(desk: TestClient, sqlite_world: World) -> None:
    elsewhere = SubmitInitiative(
        "burgerinitiatief",
        "Een bankje elders",
        "WK990200",
        {"decision": "Zet er een."},
        subject="other",
    )
    somebody = sqlite_world.person("somebody", where="buurdorp", lives="WK990200")
    sqlite_world.execute(elsewhere, somebody, where="buurdorp")
    [theirs] = sqlite_world.rows(Case, where="buurdorp")
    sit_down(desk, sqlite_world)
    for what in ("hand", "eigenaar"):
        assert desk.post(f"/moderatie/zaak/{theirs['id']}/{what}", data={}).status_code == 404
    assert sqlite_world.rows(Case, where="buurdorp") == [theirs]
