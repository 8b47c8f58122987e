"""Residents take over a task of the municipality: from the request to the evaluation, by HTTP, on both engines."""

import re
from collections.abc import Iterator
from datetime import date
from uuid import UUID

import pytest

from tests.support.plans import REASONS, Street
from tests.support.submitting import file_plan
from tests.support.web import ClientFor, clients
from tests.support.world import HERE, World
from wijkstem.commands.council import PlanMeeting
from wijkstem.commands.initiatives import TakeStep
from wijkstem.errors import Invalid, NotAllowed, RuleBroken
from wijkstem.events.council import AgendaItemRequested
from wijkstem.events.initiatives import StepTaken
from wijkstem.projections.agenda import AgendaEntry
from wijkstem.projections.check import differences
from wijkstem.projections.consumers import PROJECTIONS
from wijkstem.projections.listing import ListedInitiative
from wijkstem.words import Milestone

NUMBER = "2026-0001"
PLAN = f"/initiatieven/{NUMBER}-wij-maaien-het-park"
FORM = {
    "title": "Wij maaien het park",
    "neighbourhood_code": "WK990100",
    "subject": "green",
    "vraag-task": "Het gras in het park maaien en de perken bijhouden.",
}
AGREED = "Doel: een park waar het hele jaar iets bloeit. Budget: 4.000 euro. Van 1 juni 2026 tot 1 juni 2027."
FIRST, SECOND = (
    "Het maaien gaat goed, er is een maaier bij.",
    "De perken staan in bloei, er is geld over.",
)
LOOKED_BACK = "De buurt is blij en het kostte 500 euro minder dan vroeger."


@pytest.fixture
def street(world: World) -> Iterator[Street]:
    client_for: ClientFor
    with clients() as client_for:
        yield Street(world, client_for)


def done(page: str) -> list[str]:
    """The lines of what happened, on the page that residents read."""
    return re.findall(r"Gedaan: ([^<\n]+)", page)


def test_from_request_to_evaluation(street: Street) -> None:
    anouk, bilal = street.walker("bewoner-1"), street.walker("bewoner-2")
    official = street.walker("ambtenaar-1")
    filed = file_plan(anouk.client, FORM, instrument="uitdaagrecht")
    assert filed.headers["location"] == PLAN
    street.settle()

    # Checked, with a question first: one week, of which the two days of waiting do not count.
    assert "9 maart 2026" in anouk.see(PLAN)
    street.take(official, NUMBER, "ask", reasons="Met hoeveel mensen bent u?")
    street.pass_days(3)
    anouk.send(f"/initiatieven/{NUMBER}/aanvullen", step_seq="2", reasons="Met zijn achten.")
    street.settle()
    street.take(official, NUMBER, "admit")
    bilal.send(f"/initiatieven/{NUMBER}/volgen")

    # The department, then the executive: neither decides without words.
    page = official.see(f"/moderatie/{NUMBER}")
    assert "Wat vindt de afdeling, en waarom?" in page
    refused = official.client.post(
        f"/moderatie/{NUMBER}", data={"step_seq": "4", "outcome": "assess", "reasons": "Ja"}
    )
    assert refused.status_code == 422
    street.take(
        official, NUMBER, "assess", reasons="De afdeling denkt dat het beter en even duur wordt."
    )
    street.take(official, NUMBER, "grant", reasons="Het college geeft de taak voor één jaar aan u.")
    assert "Wat spreekt u af? Noem de doelen, het geld en de data." in official.see(
        f"/moderatie/{NUMBER}"
    )
    street.take(official, NUMBER, "agree", reasons=AGREED)

    # They do it, and talk about it twice; the last talk is late, and everybody can see that.
    page = bilal.see(PLAN)
    assert "De inwoners voeren de taak uit" in page
    assert AGREED in page
    street.pass_days(80)
    street.take(official, NUMBER, "talk", reasons=FIRST)
    street.pass_days(100)
    assert "Te laat" in bilal.see(PLAN)
    street.take(official, NUMBER, "talk", reasons=SECOND)
    street.take(official, NUMBER, "complete", reasons="Het jaar is om: het park is gemaaid.")
    street.take(official, NUMBER, "evaluate", reasons=LOOKED_BACK)

    page = bilal.see(PLAN)
    assert done(page) == [
        "Ingediend",
        "De gemeente stelde een vraag aan de indiener",
        "De indiener gaf antwoord",
        "Toegelaten",
        "Beoordeeld",
        "Toegekend",
        "Afspraken gemaakt",
        "Gesproken over hoe het gaat",
        "De tijd voor deze stap was voorbij: De inwoners voeren de taak uit",
        "Gesproken over hoe het gaat",
        "Klaar met uitvoeren",
        "Klaar",
    ]
    assert all(said in page for said in (AGREED, FIRST, SECOND, LOOKED_BACK))
    assert "Met hoeveel mensen" not in page  # between the municipality and the submitter
    assert street.post(anouk)[1:] == [
        "De gemeente heeft een vraag aan u",
        "Uw antwoord is binnen",
        "Toegelaten",
        "Beoordeeld",
        "Toegekend",
        "Afspraken gemaakt",
        "Zo gaat het nu",
        "Een termijn is voorbij (2026-0001)",
        "Zo gaat het nu",
        "De tijd is om",
        "Zo ging het",
    ]
    follows = bilal.see("/mijn/berichten")
    assert follows.count("Zo gaat het nu:") == 2
    assert "Zo ging het:" in follows
    [row] = street.world.rows(ListedInitiative)
    assert (row["step"], row["final"], row["result"]) == ("done", True, Milestone.EVALUATED)
    check(street.world)


def test_the_council_decides_when_the_college_lets_it(world: World) -> None:
    plan, seq = decided(world, "to_council"), 4
    world.settle()
    assert len(world.events(AgendaItemRequested)) == 1
    meeting = world.execute(PlanMeeting("raad", "Raad in april", date(2026, 4, 13)), world.clerk)
    with pytest.raises(NotAllowed):
        world.execute(TakeStep(plan, seq, "place", meeting_id=meeting), world.official)
    world.execute(TakeStep(plan, seq, "place", meeting_id=meeting), world.clerk)
    world.execute(TakeStep(plan, seq + 1, "grant", reasons=REASONS), world.clerk)
    world.settle()
    [row] = world.rows(ListedInitiative)
    assert (row["step"], row["due_on"]) == ("agreement", date(2026, 4, 13))
    # What the council decided stands on its agenda, and stays there whatever comes of it.
    world.execute(TakeStep(plan, seq + 2, "no_agreement", reasons=REASONS), world.official)
    world.settle()
    assert [entry["result"] for entry in world.rows(AgendaEntry)] == [Milestone.GRANTED]
    check(world)


def test_a_refusal_names_its_ground_and_can_be_the_college_s_alone(world: World) -> None:
    with pytest.raises(Invalid) as wrong:
        decided(world, "refuse")
    assert set(wrong.value.fields) == {"ground"}
    [plan] = [event.initiative_id for event in world.events(StepTaken)][:1]
    refuse = TakeStep(plan, 3, "refuse", ground="no_task", reasons=REASONS)
    world.execute(refuse, world.official)
    world.settle()
    [row] = world.rows(ListedInitiative)
    assert (row["step"], row["result"], row["public"]) == ("turned_down", Milestone.REJECTED, True)
    with pytest.raises(RuleBroken):
        world.execute(TakeStep(plan, 4, "agree", reasons=REASONS), world.official)


def test_goes_on_with_a_new_agreement_or_is_handed_back(world: World) -> None:
    plan = decided(world, "grant")
    submitter = world.person("submitter")
    for seq, outcome in enumerate(("agree", "complete", "go_on", "agree"), start=4):
        world.execute(TakeStep(plan, seq, outcome, reasons=REASONS), world.official)
    for nobody in (world.official, world.person("neighbour")):
        with pytest.raises(NotAllowed):
            world.execute(TakeStep(plan, 8, "hand_back", reasons=REASONS), nobody)
    world.execute(TakeStep(plan, 8, "hand_back", reasons=REASONS), submitter)
    world.settle()
    [row] = world.rows(ListedInitiative)
    assert (row["step"], row["result"]) == ("stopped", Milestone.STOPPED)
    check(world)


def decided(world: World, outcome: str) -> UUID:
    """A request on which the college has decided."""
    texts = {"task": FORM["vraag-task"]}
    plan = world.submit(instrument="uitdaagrecht", texts=texts).initiative_id
    world.execute(TakeStep(plan, 1, "admit"), world.official)
    world.execute(TakeStep(plan, 2, "assess", reasons=REASONS), world.official)
    world.execute(TakeStep(plan, 3, outcome, reasons=REASONS), world.official)
    return plan


def check(world: World) -> None:
    """Every figure is the same when it is worked out anew."""
    with world.services.reading(HERE) as connection:
        for projection in PROJECTIONS:
            assert list(differences(connection, projection, HERE)) == []
