"""What the desk can do with any plan: begin a refusal with a text, pass a plan on, and wait for others."""

from html import unescape
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from tests.support.web import ClientFor, log_in
from tests.support.world import World
from wijkstem.commands.initiatives import Advance, TakeStep
from wijkstem.commands.signatures import Sign
from wijkstem.projections.indicators import Figure
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.messages import InboxMessage
from wijkstem.tables.moderation import Case
from wijkstem.words import Milestone, Role, Trigger

DESK = "/moderatie/2026-0001"
WHY = "De weg is van de provincie. Wij stuurden het plan naar de provincie Overijssel."
BLANK = "[Schrijf hier waarom dit plan niet past bij de spelregels.]"
OTHER = "[Schrijf hier wat de indiener wel kan doen.]"


@pytest.fixture
def desk(client: TestClient, sqlite_world: World) -> TestClient:
    log_in(client, sqlite_world, "official", Role.OFFICIAL)
    return client


def text(client: TestClient, url: str) -> str:
    answer = client.get(url, follow_redirects=True)
    assert answer.status_code == 200, answer.text
    return unescape(answer.text)


def test_refusal_begins_with_a_text_that_must_be_completed(
    desk: TestClient, sqlite_world: World
) -> None:
    sqlite_world.submit()
    page = text(desk, DESK)
    assert f"{DESK}?tekst=weigering#besluit" in page
    assert BLANK not in page
    begun = text(desk, f"{DESK}?tekst=weigering")
    assert f"{BLANK} {OTHER}" in begun
    assert 'value="refuse" checked' in begun
    form = {"step_seq": "1", "outcome": "refuse", "ground": "complaint"}
    left = desk.post(DESK, data=form | {"reasons": f"Dit is een klacht. {OTHER}"})
    assert (left.status_code, OTHER in unescape(left.text)) == (422, True)
    assert "Vul zelf in wat tussen de vierkante haken staat" in unescape(left.text)
    own = "Dit is een klacht over de gemeente. [Let op] U kunt een klacht indienen."
    assert desk.post(DESK, data=form | {"reasons": own}).status_code == 303
    assert [row["result"] for row in sqlite_world.rows(Initiative)] == [Milestone.REFUSED]


@pytest.mark.parametrize("admitted", [False, True])
def test_plan_for_somebody_else_is_passed_on(
    desk: TestClient, sqlite_world: World, client_for: ClientFor, admitted: bool
) -> None:
    """At the desk, before anything was decided: told to its submitter with to whom, and its case is closed."""
    world = sqlite_world
    texts = {"task": "Het gras langs de provinciale weg maaien."}
    plan = world.submit(instrument="uitdaagrecht", texts=texts).initiative_id
    if admitted:
        world.execute(TakeStep(plan, 1, "admit"), world.official)
    assert "Naar wie stuurt u het door, en waarom?" in text(desk, DESK)
    form = {"step_seq": "2" if admitted else "1", "outcome": "pass_on"}
    assert desk.post(DESK, data=form).status_code == 422
    assert desk.post(DESK, data=form | {"reasons": WHY}).status_code == 303
    [row] = world.rows(Initiative)
    assert (row["result"], row["public"]) == (Milestone.FORWARDED, admitted)
    assert {one["closed_as"] for one in world.rows(Case, step_seq=row["step_seq"] - 1)} == {
        "pass_on"
    }
    assert {one["closed_at"] is None for one in world.rows(Case)} == {False}
    world.settle()
    submitter = client_for(world)
    log_in(submitter, world, "submitter")
    [told, *_] = [one for one in world.rows(InboxMessage) if one["template"] == "step_taken"][::-1]
    assert WHY in text(submitter, f"/mijn/berichten/{told['position']}")
    page = text(submitter, "/initiatieven/2026-0001")
    assert (WHY in page, "Waar is het nu?" in page) == (True, True)
    figures = {one["measure"] for one in world.rows(Figure)}
    assert ("milestone_forwarded" in figures, "answered_in_time" in figures) == (True, True)
    assert "milestone_refused" not in figures


def test_nobody_else_passes_it_on_and_not_after_a_decision(
    client: TestClient, sqlite_world: World
) -> None:
    world = sqlite_world
    plan = world.open()
    log_in(client, world, "clerk", Role.CLERK)
    for sign in ("anna", "bram", "cato"):
        world.execute(Sign(plan), world.person(sign))
    world.settle()
    assert "Naar wie stuurt u het door" not in text(client, "/griffie/2026-0001")
    form = {"step_seq": "3", "outcome": "pass_on", "reasons": WHY}
    assert client.post("/griffie/2026-0001", data=form).status_code == 422
    granted = _granted(world)
    log_in(client, world, "official", Role.OFFICIAL)
    number = world.rows(Initiative, id=granted)[0]["number"]
    form["step_seq"] = "4"
    assert client.post(f"/moderatie/{number}", data=form).status_code == 422


def _granted(world: World) -> UUID:
    texts = {"purpose": "Een feest voor de straat.", "amount": "400 euro"}
    plan = world.submit(instrument="bewonersinitiatief", texts=texts).initiative_id
    world.execute(TakeStep(plan, 1, "admit"), world.official)
    world.execute(Advance(plan, Trigger.ADVICE, 2))
    world.execute(TakeStep(plan, 3, "grant", reasons=WHY), world.official)
    return plan


def on_ballot(world: World) -> UUID:
    """A plan that waits for a vote: nobody at the desk has anything to do."""
    plan = world.submit(
        instrument="wijkbudget", title="Een bankje", texts={"idea": "Een bank"}
    ).initiative_id
    world.execute(TakeStep(plan, 1, "admit"), world.official)
    world.execute(TakeStep(plan, 2, "feasible", reasons=WHY), world.official)
    world.execute(Advance(plan, Trigger.TERM, 3))
    return plan


def running(world: World) -> UUID:
    """A task that residents carry out, until the next talk about it."""
    plan = world.submit(
        instrument="uitdaagrecht", title="Gras maaien", texts={"task": "Het gras maaien."}
    ).initiative_id
    for number, way in enumerate(("admit", "assess", "grant", "agree"), start=1):
        world.execute(TakeStep(plan, number, way, reasons=WHY), world.official)
    return plan


def test_what_others_have_is_not_among_what_waits(desk: TestClient, sqlite_world: World) -> None:
    world = sqlite_world
    on_ballot(world)
    task = running(world)
    world.submit(title="Nieuw plan")
    page = " ".join(text(desk, "/moderatie").split())
    assert ("Een bankje" in page, "Gras maaien" in page, "Nieuw plan" in page) == (
        False,
        False,
        True,
    )
    for figure, name in (
        (1, "Alle zaken"),
        (2, "Wacht op iemand anders"),
        (1, "Zaken van niemand"),
    ):
        assert f'<span class="ws-counts__figure">{figure}</span> {name}</a>' in page
    asleep = text(desk, "/moderatie?termijn=asleep")
    assert ("Een bankje" in asleep, "Gras maaien" in asleep, "Nieuw plan" in asleep) == (
        True,
        True,
        False,
    )
    assert "Een bankje" in text(desk, "/moderatie?zoek=bank")

    # It comes up two weeks before the term of whoever has it, and is late when nobody did anything.
    [case] = world.rows(Case, initiative_id=task, closed_at=None)
    days = (case["due_on"] - world.clock.at.date()).days
    assert (case["due_on"] - case["wakes_on"]).days == 14
    world.pass_days(days - 14)
    log_in(desk, world, "official", Role.OFFICIAL)
    assert "Gras maaien" in text(desk, "/moderatie?reden=step")
