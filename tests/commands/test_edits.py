"""Cases that nobody reports: a public text that changed, and a message that did not arrive."""

from typing import Any

from sqlalchemy import update

from tests.support.world import HERE, World
from wijkstem.commands.accounts import ErasePerson
from wijkstem.commands.deliveries import PAUSES, Claimed, CloseDeliveries
from wijkstem.commands.initiatives import EditInitiative
from wijkstem.commands.reports import DecideCase
from wijkstem.kit.rows import table_of
from wijkstem.tables.engine import Delivery, DeliveryState
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.moderation import Case
from wijkstem.tables.reports import EarlierText
from wijkstem.words import CaseKind

REASONS = "De wijziging is klein en er staat niets in dat niet mag."
_plan = table_of(Initiative)
_delivery = table_of(Delivery)


def edited(world: World, text: str = "Plant bomen, bel mij op 06 12345678.") -> Any:
    """A plan whose first step is public, and whose text was changed; to hold a telephone number, if nothing else."""
    plan = world.submit().initiative_id
    with world.services.connection(HERE) as connection:
        connection.execute(update(_plan).where(_plan.c.municipality_id == HERE).values(public=True))
    texts = {"decision": text}
    command = EditInitiative(plan, 1, "Twintig bomen", "WK990100", texts, "green")
    world.execute(command, world.person("submitter"))
    return plan


def test_a_public_text_that_changed_is_looked_at(world: World) -> None:
    plan = edited(world)
    kinds = {one["kind"] for one in world.rows(Case) if one["closed_at"] is None}
    assert kinds == {CaseKind.STEP, CaseKind.EDIT, CaseKind.PERSONAL_DATA}
    assert "Plant tien bomen in de straat." in {row["text"] for row in world.rows(EarlierText)}
    [case] = world.rows(Case, kind=CaseKind.EDIT)
    world.execute(DecideCase(case["id"], "left", REASONS), world.official)
    assert world.rows(EarlierText, initiative_id=plan) == []


def test_a_public_text_that_became_an_advertisement_is_looked_at(world: World) -> None:
    edited(world, "KOOP NU GOEDKOPE DAKGOTEN!!! https://een.example en https://twee.example")
    kinds = {one["kind"] for one in world.rows(Case) if one["closed_at"] is None}
    assert kinds == {CaseKind.STEP, CaseKind.EDIT, CaseKind.SPAM}


def test_earlier_text_goes_with_its_writer(world: World) -> None:
    edited(world)
    me = world.person("submitter")
    assert me.person_id is not None
    world.execute(ErasePerson(me.person_id, texts=True), me)
    assert world.rows(EarlierText) == []


def parked(world: World) -> Any:
    """The letter about a new plan, which failed for the last time."""
    world.submit()
    world.settle()
    [letter] = world.rows(Delivery)
    last = len(PAUSES) + 1
    claimed = {"state": DeliveryState.CLAIMED, "attempts": last}
    with world.services.connection(HERE) as connection:
        here = _delivery.c.municipality_id == HERE
        connection.execute(update(_delivery).where(here).values(claimed))
    one = Claimed(letter["id"], letter["cause"], letter["recipient_id"], letter["template"], last)
    world.execute(CloseDeliveries(failed=((one, "no such mailbox"),)))
    return letter["id"]


def test_a_message_that_did_not_arrive_is_a_case_until_it_does(world: World) -> None:
    letter = parked(world)
    [case] = world.rows(Case, kind=CaseKind.UNDELIVERED)
    assert (case["target_id"], case["closed_at"]) == (letter, None)
    assert case["initiative_id"] == world.rows(Initiative)[0]["id"]
    world.execute(CloseDeliveries(sent=(letter,)))
    assert world.rows(Case, kind=CaseKind.UNDELIVERED)[0]["closed_as"] == "delivered"


def test_a_message_that_did_not_arrive_is_told_otherwise(world: World) -> None:
    parked(world)
    [case] = world.rows(Case, kind=CaseKind.UNDELIVERED)
    told = "Ik heb de indiener gebeld en alles verteld."
    world.execute(DecideCase(case["id"], "done", told), world.official)
    assert world.rows(Case, kind=CaseKind.UNDELIVERED)[0]["closed_as"] == "done"
