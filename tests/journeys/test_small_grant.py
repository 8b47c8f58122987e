"""A small grant for a street, from the request to the accounts, by HTTP, and a plan for a wijkbudget up to the ballot."""

import re
from collections.abc import Iterator
from datetime import date
from uuid import UUID

import pytest

from tests.support.plans import REASONS, Street
from tests.support.submitting import file_plan, hidden
from tests.support.web import ClientFor, clients
from tests.support.world import HERE, World
from wijkstem.commands.initiatives import Advance, TakeStep
from wijkstem.commands.terms import PassTerm
from wijkstem.errors import Invalid, NotAllowed, WijkstemError
from wijkstem.projections.check import differences
from wijkstem.projections.consumers import PROJECTIONS
from wijkstem.projections.listing import ListedInitiative
from wijkstem.words import Milestone, Trigger

NUMBER = "2026-0001"
PLAN = f"/initiatieven/{NUMBER}-een-feest-voor-de-straat"
TURN = f"/initiatieven/{NUMBER}/verder"
FORM = {
    "title": "Een feest voor de straat",
    "neighbourhood_code": "WK990100",
    "subject": "other",
    "vraag-purpose": "Een middag met spelen voor iedereen in de straat.",
    "vraag-amount": "400 euro",
}
GRANTED = "U krijgt 350 euro. Voor eten en drinken geven wij geen geld."
SPENT = "Springkussen, 12 mei, 300 euro. Slingers en papier, 10 mei, 50 euro."
MISSING = "De bon van de slingers ontbreekt nog in uw lijst."


@pytest.fixture
def street(world: World) -> Iterator[Street]:
    client_for: ClientFor
    with clients() as client_for:
        yield Street(world, client_for)


def test_from_request_to_accounts(street: Street) -> None:
    anouk, bilal = street.walker("bewoner-1"), street.walker("bewoner-2")
    official = street.walker("ambtenaar-1")
    filed = file_plan(anouk.client, FORM, instrument="bewonersinitiatief")
    assert filed.headers["location"] == PLAN
    street.settle()
    street.take(official, NUMBER, "admit")
    assert "De wijkraad geeft advies" in bilal.see(PLAN)

    # Six weeks in all: one for checking, three for the advice, two for the decision.
    street.pass_days(22)
    assert "Er kwam niet op tijd advies" in bilal.see(PLAN)
    assert "7 april 2026" in bilal.see(PLAN)
    street.take(official, NUMBER, "grant_partly", reasons=GRANTED)
    assert "Ga verder met uw plan" in anouk.see(PLAN)
    assert "Ga verder met uw plan" not in bilal.see(PLAN)
    assert "Ga verder met uw plan" not in official.see(PLAN)

    # The accounts are the submitter's own, and nothing typed is lost.
    bilal.see(TURN, status=403)
    page = anouk.see(TURN)
    assert GRANTED in page
    assert "Noem elke bon" in page
    seq = hidden(page)["step_seq"]
    for outcome, typed in (("account", ""), ("", SPENT), ("account", f"{SPENT} BSN 999990019")):
        wrong = anouk.client.post(
            TURN, data={"step_seq": seq, "outcome": outcome, "reasons": typed}
        )
        assert wrong.status_code == 422
        assert typed in wrong.text
        assert 'aria-invalid="true"' in wrong.text
    anouk.send(TURN, step_seq=seq, outcome="account", reasons=SPENT)
    street.settle()
    late = anouk.client.post(TURN, data={"step_seq": seq, "outcome": "account", "reasons": SPENT})
    assert late.status_code == 422
    assert SPENT in late.text

    street.take(official, NUMBER, "return", reasons=MISSING)
    assert MISSING in anouk.see(TURN)
    assert MISSING not in bilal.see(PLAN)
    seq = hidden(anouk.see(TURN))["step_seq"]
    anouk.send(TURN, step_seq=seq, outcome="account", reasons=f"{SPENT} De bon is er nu bij.")
    street.settle()
    street.take(official, NUMBER, "settle", reasons="Alle bonnen kloppen met wat u vroeg.")

    page = bilal.see(PLAN)
    assert re.findall(r"Gedaan: ([^<\n]+)", page) == [
        "Ingediend",
        "Toegelaten",
        "De wijkraad is om advies gevraagd",
        "Er kwam niet op tijd advies",
        "Deels toegekend",
        "De indiener liet zien wat er met het geld is gedaan",
        "De gemeente wil meer weten over het geld",
        "De indiener liet zien wat er met het geld is gedaan",
        "Klaar",
    ]
    assert SPENT in page
    assert street.post(anouk)[1:] == [
        "Toegelaten",
        "Geen advies van de wijkraad",
        "Voor een deel toegekend",
        "Wat er met het geld is gedaan",
        "De gemeente wil meer weten over het geld",
        "Wat er met het geld is gedaan",
        "De uitgaven kloppen",
    ]
    [row] = street.world.rows(ListedInitiative)
    assert (row["step"], row["final"], row["result"]) == ("done", True, Milestone.SETTLED)
    check(street.world)


def test_who_shows_nothing_is_asked_and_can_have_to_pay_back(street: Street) -> None:
    world = street.world
    plan = granted(world)
    street.pass_days(22 + 190)
    [row] = world.rows(ListedInitiative)
    assert row["step"] == "account_check"
    for outcome in ("settle", "reclaim"):
        with pytest.raises(Invalid):
            world.execute(TakeStep(plan, 5, outcome), world.official)
    world.execute(TakeStep(plan, 5, "reclaim", reasons=REASONS), world.official)
    world.settle()
    [row] = world.rows(ListedInitiative)
    assert (row["step"], row["result"]) == ("reclaimed", Milestone.RECLAIMED)
    check(world)


def granted(world: World) -> UUID:
    texts = {"purpose": FORM["vraag-purpose"], "amount": "400 euro"}
    plan = world.submit(instrument="bewonersinitiatief", texts=texts).initiative_id
    world.execute(TakeStep(plan, 1, "admit"), world.official)
    world.execute(Advance(plan, Trigger.ADVICE, 2))
    world.execute(TakeStep(plan, 3, "grant", reasons=REASONS), world.official)
    return plan


def test_advice_takes_it_on_and_nobody_else_gives_it(world: World) -> None:
    plan = granted(world)
    world.settle()
    [row] = world.rows(ListedInitiative)
    assert (row["step"], row["due_on"]) == ("carrying_out", date(2026, 9, 2))
    with pytest.raises(NotAllowed):
        world.execute(TakeStep(plan, 4, "account", reasons=REASONS), world.official)


@pytest.mark.parametrize("advised", [True, False])
def test_plan_for_a_wijkbudget_comes_on_the_ballot(world: World, advised: bool) -> None:
    texts = {"idea": "Een bank bij de vijver."}
    plan = world.submit(instrument="wijkbudget", texts=texts).initiative_id
    world.execute(TakeStep(plan, 1, "admit"), world.official)
    world.execute(
        TakeStep(plan, 2, "feasible", reasons="Het kan, en kost 900 euro."), world.official
    )
    if advised:
        world.execute(Advance(plan, Trigger.ADVICE, 3))
    else:
        world.pass_days(29)
        world.execute(PassTerm(plan, 3))
    world.settle()
    [row] = world.rows(ListedInitiative)
    assert (row["step"], row["due_on"], row["public"]) == ("on_ballot", None, True)
    with pytest.raises(WijkstemError):
        world.execute(TakeStep(plan, 4, "choose", reasons=REASONS), world.official)
    world.execute(Advance(plan, Trigger.BALLOT_WON, 4))
    world.execute(TakeStep(plan, 5, "do_it", reasons=REASONS), world.official)
    world.execute(TakeStep(plan, 6, "report", reasons=REASONS), world.official)
    world.execute(TakeStep(plan, 7, "built", reasons=REASONS), world.official)
    world.settle()
    [row] = world.rows(ListedInitiative)
    assert (row["step"], row["result"]) == ("done", Milestone.COMPLETED)
    check(world)


def test_plan_that_residents_did_not_choose_ends_by_itself(world: World) -> None:
    plan = world.submit(instrument="wijkbudget", texts={"idea": "Een bank bij de vijver."})
    world.execute(TakeStep(plan.initiative_id, 1, "admit"), world.official)
    world.execute(TakeStep(plan.initiative_id, 2, "feasible", reasons=REASONS), world.official)
    world.execute(Advance(plan.initiative_id, Trigger.ADVICE, 3))
    world.execute(Advance(plan.initiative_id, Trigger.BALLOT_LOST, 4))
    world.settle()
    [row] = world.rows(ListedInitiative)
    assert (row["step"], row["result"]) == ("not_chosen", Milestone.NOT_CHOSEN)


def test_money_of_the_ballot_is_accounted_for_with_receipts(world: World) -> None:
    who = world.person("submitter")
    plan = world.submit(who, instrument="wijkbudget", texts={"idea": "Een bank bij de vijver."})
    world.execute(TakeStep(plan.initiative_id, 1, "admit"), world.official)
    world.execute(TakeStep(plan.initiative_id, 2, "feasible", reasons=REASONS), world.official)
    world.execute(Advance(plan.initiative_id, Trigger.ADVICE, 3))
    world.execute(Advance(plan.initiative_id, Trigger.BALLOT_WON, 4))
    world.execute(TakeStep(plan.initiative_id, 5, "grant", reasons=REASONS), world.official)
    world.execute(TakeStep(plan.initiative_id, 6, "tell", reasons=REASONS), who)
    world.execute(TakeStep(plan.initiative_id, 7, "account", reasons=REASONS), who)
    world.execute(TakeStep(plan.initiative_id, 8, "settle", reasons=REASONS), world.official)
    world.settle()
    [row] = world.rows(ListedInitiative)
    assert (row["step"], row["result"]) == ("done", Milestone.SETTLED)
    check(world)


def check(world: World) -> None:
    """Every figure is the same when it is worked out anew."""
    with world.services.reading(HERE) as connection:
        for projection in PROJECTIONS:
            assert list(differences(connection, projection, HERE)) == []
