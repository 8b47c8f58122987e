"""The form with which a step is taken says what is asked for each way out."""

import re
from html import unescape

from starlette.testclient import TestClient

from tests.support.web import log_in
from tests.support.world import World
from wijkstem.commands.initiatives import Advance, TakeStep
from wijkstem.words import Role, Trigger

REASON = "Dit is een goede reden, in een hele zin."


def question_above(page: str) -> str:
    """The label of the text."""
    found = re.search(r'<label[^>]* for="f-reasons"[^>]*>\s*([^<]*)', unescape(page))
    assert found is not None
    return found[1].strip()


def test_one_question_stands_above_the_text_and_several_beside_their_choices(
    sqlite_world: World, client: TestClient
) -> None:
    world = sqlite_world
    texts = {"purpose": "Een feest voor de straat.", "amount": "400 euro"}
    plan = world.submit(instrument="bewonersinitiatief", texts=texts).initiative_id
    world.execute(TakeStep(plan, 1, "admit"), world.official)
    world.execute(Advance(plan, Trigger.ADVICE, 2))
    log_in(client, world, "official", Role.OFFICIAL)
    page = client.get("/moderatie/2026-0001").text
    assert question_above(page) == "Uw tekst bij deze keuze"
    assert "Schrijf op: Hoeveel geld komt er, en waarvoor?" in unescape(page)
    assert "Kies ook een grond. Leg ook uit waarom." in unescape(page)

    world.submit(instrument="uitdaagrecht", texts={"task": "Het gras maaien."})
    other = world.submit(instrument="uitdaagrecht", texts={"task": "Het gras maaien."})
    world.execute(TakeStep(other.initiative_id, 1, "admit"), world.official)
    page = client.get("/moderatie/2026-0003").text
    assert question_above(page) == "Wat vindt de afdeling, en waarom?"
    world.submit()
    assert question_above(client.get("/moderatie/2026-0004").text) == "Waarom?"
    world.execute(TakeStep(plan, 3, "grant", reasons=REASON), world.official)
    log_in(client, world, "submitter")
    page = client.get("/initiatieven/2026-0001/verder").text
    assert "Laten zien wat er met het geld is gedaan" in unescape(page)
    assert "Bewaar uw bonnen" in unescape(page)
