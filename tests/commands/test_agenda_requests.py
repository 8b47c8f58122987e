"""Filling in what goes to the council, accepting it, and erasing who wrote it."""

from typing import Any
from uuid import UUID

import pytest

from tests.support.council import supported
from tests.support.world import World
from wijkstem.commands.accounts import ErasePerson
from wijkstem.commands.agenda_requests import AcceptRequest, FillDossier
from wijkstem.commands.initiatives import TakeStep
from wijkstem.domain.agenda_requests import MOST_EUROS
from wijkstem.errors import Conflict, Invalid, NotAllowed, RuleBroken
from wijkstem.events.agenda_requests import DossierFilled, RequestAccepted
from wijkstem.tables.agenda_requests import AgendaDossier
from wijkstem.tables.council import AgendaRequest, RequestState
from wijkstem.words import Competence

WORDS = {
    "decision": "Plant tien bomen.",
    "explanation": "De straat is kaal.",
    "costs": "Ongeveer 1500 euro.",
}


def fill(plan: UUID, revision: int = 0, **values: Any) -> FillDossier:
    return FillDossier(plan, revision, **{**WORDS, "euros": 1500, **values})


def test_submitter_fills_it_in_and_says_nothing_of_whose_it_is(sqlite_council: World) -> None:
    world = sqlite_council
    plan = supported(world)
    world.execute(fill(plan, competence=Competence.COLLEGE), world.person("submitter"))
    [row] = world.rows(AgendaDossier)
    assert (row["revision"], row["euros"], row["competence"]) == (1, 1500, None)
    [event] = world.events(DossierFilled)
    assert (event.filled_by, event.revision) == ("submitter", 1)

    world.execute(fill(plan, 1, euros=None, competence=Competence.COUNCIL), world.official)
    world.execute(fill(plan, 2), world.clerk)
    assert [one.filled_by for one in world.events(DossierFilled)] == [
        "submitter",
        "official",
        "clerk",
    ]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"decision": "x" * 2001}, "decision"),
        ({"explanation": "x" * 5001}, "explanation"),
        ({"costs": "a\x00b"}, "costs"),
        ({"euros": -1}, "euros"),
        ({"euros": MOST_EUROS + 1}, "euros"),
        ({"explanation": "Mijn BSN is 111222333."}, "explanation"),
    ],
)
def test_what_is_wrong_is_said_beside_it(
    sqlite_council: World, wrong: dict[str, Any], field: str
) -> None:
    plan = supported(sqlite_council)
    with pytest.raises(Invalid) as refused:
        sqlite_council.execute(fill(plan, **wrong), sqlite_council.person("submitter"))
    assert set(refused.value.fields) == {field}
    assert sqlite_council.rows(AgendaDossier) == []


def test_nobody_else_fills_it_in(sqlite_council: World) -> None:
    plan = supported(sqlite_council)
    for name in ("anna", "stranger"):
        with pytest.raises(NotAllowed):
            sqlite_council.execute(fill(plan), sqlite_council.person(name))


def test_plan_that_asks_for_no_place_has_no_dossier(sqlite_council: World) -> None:
    world = sqlite_council
    plan = world.open(world.person("submitter"))
    with pytest.raises(RuleBroken) as refused:
        world.execute(fill(plan), world.person("submitter"))
    assert refused.value.code == "no_open_request"


def test_accepted_only_as_it_was_seen_and_when_nothing_is_missing(sqlite_council: World) -> None:
    world, plan = sqlite_council, supported(sqlite_council)
    # The plan's own answers hold a decision and no more.
    with pytest.raises(RuleBroken) as refused:
        world.execute(AcceptRequest(plan, 0), world.clerk)
    assert refused.value.code == "dossier_incomplete"
    world.execute(fill(plan), world.person("submitter"))
    with pytest.raises(Conflict):
        world.execute(AcceptRequest(plan, 0), world.clerk)
    with pytest.raises(NotAllowed):
        world.execute(AcceptRequest(plan, 1), world.official)
    world.execute(AcceptRequest(plan, 1), world.clerk)
    assert [event.revision for event in world.events(RequestAccepted)] == [1]

    for again in (AcceptRequest(plan, 1), fill(plan, 1)):
        with pytest.raises(RuleBroken) as refused:
            world.execute(again, world.clerk)
        assert refused.value.code == "request_accepted"


def test_withdrawn_while_the_clerk_asks_for_more_asks_for_nothing(sqlite_council: World) -> None:
    world, plan = sqlite_council, supported(sqlite_council)
    asked = TakeStep(plan, 3, "ask", reasons="Wat gaat het ongeveer kosten?")
    world.execute(asked, world.clerk)
    assert [row["state"] for row in world.rows(AgendaRequest)] == [RequestState.OPEN]
    world.execute(TakeStep(plan, 4, "withdraw"), world.person("submitter"))
    assert [row["state"] for row in world.rows(AgendaRequest)] == [RequestState.RETURNED]
    with pytest.raises(Conflict):
        world.execute(TakeStep(plan, 3, "not_place", reasons="Wat gaat het kosten?"), world.clerk)


def test_words_go_with_their_writer(sqlite_council: World) -> None:
    world, plan = sqlite_council, supported(sqlite_council)
    submitter = world.person("submitter")
    world.execute(fill(plan), submitter)
    assert submitter.person_id is not None
    world.execute(ErasePerson(submitter.person_id, texts=True), submitter)
    [row] = world.rows(AgendaDossier)
    assert {row[name] for name in WORDS}.isdisjoint(WORDS.values())
    assert row["euros"] == 1500
