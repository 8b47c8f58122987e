"""A plan's timeline and a dossier tell of a means: announced, open, closed, told what is done with it, and decided on."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from tests.commands.test_outcomes import DECIDED
from tests.support.means import announced, closed, dossier, made, made_up_room, row_of
from tests.support.outcomes import advised, outcome_row
from tests.support.statements import statements
from tests.support.web import ClientFor, clients
from tests.support.world import HERE, World
from wijkstem.commands.announcing import AccountMeans, StopMeans
from wijkstem.commands.dossiers import RemoveDossierEntry
from wijkstem.commands.outcomes import DecideOutcome
from wijkstem.eventlog.follow import follow
from wijkstem.kit.clock import local_date
from wijkstem.projections.check import differences
from wijkstem.projections.means_lines import MeansLine
from wijkstem.projections.rebuild import reset
from wijkstem.projections.timeline import TIMELINE, TimelineEntry
from wijkstem.queries.dossiers import dossier_page
from wijkstem.tables.dossiers import Dossier
from wijkstem.tables.initiatives import Initiative
from wijkstem.words.means import MeansKind
from workers.reminding import remind

DONE = "Er blijven tien plekken."
KINDS = ("means.announced", "means.closed", "means.accounted", "outcome.decided")


@pytest.fixture
def client_for() -> Iterator[ClientFor]:
    with clients() as opened:
        yield opened


@pytest.fixture(autouse=True)
def room() -> Iterator[None]:
    with made_up_room(MeansKind.DISCUSSION):
        yield


def number_of(world: World, plan: UUID) -> str:
    return str(world.rows(Initiative, id=plan)[0]["number"])


def through_to_the_end(world: World, plan: UUID) -> UUID:
    """Advice about a plan that was asked, answered, accounted for and decided on, and folded."""
    means_id = advised(world, world.person("anna"), plan=number_of(world, plan))
    world.execute(AccountMeans(means_id, row_of(world, means_id)["revision"], DONE), world.official)
    world.pass_days(41)
    form = replace(DECIDED, decided_on=local_date(world.clock.now()))
    revision = outcome_row(world, means_id)["revision"]
    world.execute(DecideOutcome(means_id, revision, form), world.clerk)
    world.settle()
    return means_id


def told(world: World) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """All lines of means, of dossiers and of plans."""
    of_plans = [row for row in world.rows(TimelineEntry) if row["kind"] in KINDS]
    return world.rows(MeansLine), of_plans


def test_each_thing_that_happens_is_a_line_of_the_plan(world: World) -> None:
    plan, other = world.open(), world.open()
    means_id = through_to_the_end(world, plan)
    lines, of_plans = told(world)
    assert [row["kind"] for row in sorted(lines, key=lambda row: row["position"])] == list(KINDS)
    assert [
        (row["kind"], row["on"], row["due_on"], row["outcome"], row["other_id"])
        for row in sorted(of_plans, key=lambda row: row["position"])
    ] == [
        ("means.announced", date(2026, 3, 2), date(2026, 3, 15), None, means_id),
        ("means.closed", date(2026, 3, 2), date(2026, 4, 20), None, means_id),
        ("means.accounted", date(2026, 3, 2), None, None, means_id),
        ("outcome.decided", date(2026, 4, 12), None, "partly", means_id),
    ]
    assert {row["initiative_id"] for row in of_plans} == {plan}
    assert not [row for row in of_plans if row["initiative_id"] == other]


def test_drafts_and_what_is_about_no_plan_stand_on_no_timeline(world: World) -> None:
    plan = number_of(world, world.open())
    draft = made(world, plan=plan)
    world.execute(StopMeans(draft, 1), world.official)
    about_none = closed(world)
    world.settle()
    lines, of_plans = told(world)
    assert {row["means_id"] for row in lines} == {about_none}
    assert of_plans == []


def test_twice_is_once(world: World) -> None:
    through_to_the_end(world, world.open())
    before = told(world)
    assert follow(TIMELINE, HERE, world.services.projection_desk(HERE), most=1000) == 0
    assert told(world) == before


@pytest.mark.parametrize("batch", [1, 500])
def test_rebuilt_is_what_it_was(world: World, batch: int) -> None:
    through_to_the_end(world, world.open())
    before = told(world)
    with world.services.reading(HERE) as connection:
        assert list(differences(connection, TIMELINE, HERE)) == []
    with world.services.connection(HERE) as connection:
        assert reset(connection, TIMELINE, HERE)
    assert told(world) == ([], [])
    follow(replace(TIMELINE, batch=batch), HERE, world.services.projection_desk(HERE), most=1000)
    assert told(world) == before


def text(client: TestClient, url: str) -> str:
    answer = client.get(url, follow_redirects=True)
    assert answer.status_code == 200, answer.text
    return unescape(answer.text).split("<main")[1]


def test_page_of_the_plan_says_it_in_words(sqlite_world: World, client_for: ClientFor) -> None:
    world = sqlite_world
    plan = world.open()
    means_id = through_to_the_end(world, plan)
    page = text(client_for(world), f"/initiatieven/{number_of(world, plan)}")
    said = (
        "De gemeente vraagt wat u hiervan vindt",
        "Meedoen kan van 2 maart 2026 tot en met 15 maart 2026.",
        "Meedoen is voorbij",
        "U hoort uiterlijk op 20 april 2026 wat ermee gebeurt.",
        "De gemeente zegt wat zij ermee doet",
        "Besluit over wat mensen vonden",
        "Voor een deel zoals mensen het wilden",
    )
    assert sorted(said, key=page.index) == list(said)
    assert page.count(f"/meedoen/{row_of(world, means_id)['number']}-") >= 4


def dossier_url(world: World, dossier_id: UUID) -> str:
    return f"/dossiers/{world.rows(Dossier, id=dossier_id)[0]['number']}"


def test_dossier_says_what_comes_and_what_became_of_it(
    sqlite_world: World, client_for: ClientFor
) -> None:
    world, subject = sqlite_world, dossier(sqlite_world)
    days: dict[str, Any] = {"opens_on": date(2026, 3, 9), "closes_on": date(2026, 3, 15)}
    means_id = announced(world, dossier_id=subject, **days)
    world.settle()
    client, url = client_for(world), dossier_url(world, subject)
    coming, was = text(client, url).split("Wat er is gebeurd")
    assert "Nu kunt u meedoen: Wat doen wij" in coming
    assert "Laatste dag om mee te doen: Wat doen wij" in coming
    assert "Nu kunt u meedoen" not in was
    world.pass_days(8)
    assert "Nu kunt u meedoen: Wat doen wij" in text(client, url).split("Wat er is gebeurd")[1]
    world.pass_days(7)
    world.settle()
    remind(world.services, HERE)
    world.execute(AccountMeans(means_id, row_of(world, means_id)["revision"], DONE), world.official)
    world.settle()
    was = text(client, url)
    for words in ("Meedoen is voorbij:", "De gemeente zegt wat zij ermee doet:"):
        assert words in was
    assert "Laatste dag om mee te doen" not in was


def test_what_was_taken_out_of_the_dossier_is_not_told(
    sqlite_world: World, client_for: ClientFor
) -> None:
    world, subject = sqlite_world, dossier(sqlite_world)
    means_id = closed(world, dossier_id=subject)
    world.settle()
    client, url = client_for(world), dossier_url(world, subject)
    assert "Meedoen is voorbij" in text(client, url)
    world.execute(RemoveDossierEntry(subject, means_id), world.official)
    assert "Meedoen is voorbij" not in text(client, url)


def test_what_stopped_before_it_began_never_opened(
    sqlite_world: World, client_for: ClientFor
) -> None:
    world, subject = sqlite_world, dossier(sqlite_world)
    means_id = announced(world, dossier_id=subject, opens_on=date(2026, 3, 9))
    world.execute(StopMeans(means_id, 2, "Het plein is verkocht."), world.official)
    world.settle()
    page = text(client_for(world), dossier_url(world, subject))
    assert "Meedoen gaat niet door" in page
    assert "Nu kunt u meedoen" not in page


@pytest.mark.parametrize("many", [1, 5])
def test_dossier_asks_as_much_for_much(sqlite_world: World, many: int) -> None:
    world, subject = sqlite_world, dossier(sqlite_world)
    for _ in range(many):
        closed(world, dossier_id=subject)
    world.settle()
    [row] = world.rows(Dossier)
    with world.services.reading(HERE) as connection, statements(world.services.engine) as asked:
        found = dossier_page(connection, HERE, row["number"])
    assert [len(one.happened) for one in found.means] == [2] * many
    assert len(asked) == 6
