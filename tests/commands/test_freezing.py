"""Fixing a round: two officials, one file, and nothing that changes after it."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.support.rounds import (
    MadeRound,
    a_round,
    announced_round,
    filled_round,
    frozen_round,
    officials,
    phases_from,
    round_form,
    the_round,
)
from tests.support.world import World
from wijkstem.commands import fixing_ballot, freezing, round_plans, rounds
from wijkstem.commands.accounts import ErasePerson
from wijkstem.commands.fixing_ballot import FixBallot
from wijkstem.commands.freezing import AskFreeze, FreezeRound
from wijkstem.commands.handlers import HANDLERS
from wijkstem.commands.initiatives import TakeStep
from wijkstem.commands.round_plans import AddPlan, JoinRound, SettlePlan
from wijkstem.commands.rounds import AnnounceRound, CancelRound, ChangeRound, MakeRound
from wijkstem.domain.making_rounds import AreaForm
from wijkstem.domain.rounds import RuleFile
from wijkstem.errors import Conflict, Invalid, NotAllowed, RuleBroken
from wijkstem.events.rounds import PlanLeftOut, PlanListed, PlanWithdrawn, RoundFrozen
from wijkstem.queries.rounds import Round
from wijkstem.tables.board import BoardEntry
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.rounds import BallotPlan, BudgetRound, RoundArea, RoundChange, RoundPhase
from wijkstem.words.rounds import BoardKind, OnBallot, PhaseKind, RoundState


def test_round_is_fixed_by_two_officials(world: World) -> None:
    made = a_round(world)

    now = the_round(world, made.number)
    assert now.state is RoundState.FROZEN
    assert isinstance(now.file, RuleFile)
    assert (now.file.digest, now.opens_at, now.closes_at) == (
        now.rule_digest,
        made.opens_at,
        made.closes_at,
    )
    assert {plan.title: plan.number for plan in now.file.plans} == made.numbers
    [event] = world.events(RoundFrozen)
    asked, fixed = made.officials
    assert (event.digest, event.asked_by, event.official_id) == (
        now.rule_digest,
        asked.person_id,
        fixed.person_id,
    )
    assert (event.budget, event.inhabitants, event.plans, event.areas) == (1500, 1000, 5, 2)
    assert now.voting(world.clock.at)
    assert not now.voting(made.closes_at)
    assert RuleFile.from_json(now.rule_file or "") == now.file


def test_who_asked_cannot_fix(world: World) -> None:
    made = filled_round(world)
    one, other = officials(world)
    world.execute(FixBallot(made.id, the_round(world, made.number).revision), one)
    digest = world.execute(AskFreeze(made.id, the_round(world, made.number).revision), one)

    with pytest.raises(RuleBroken, match="Een andere collega"):
        world.execute(FreezeRound(made.id, digest), one)
    with pytest.raises(Conflict):
        world.execute(FreezeRound(made.id, "0" * 64), other)
    world.execute(FreezeRound(made.id, digest), other)


#: Every command that could change what a ballot or a count is held against; each by an official who may.
CHANGES: dict[str, Callable[[MadeRound, Round, World], object]] = {
    "ChangeRound": lambda made, now, world: ChangeRound(made.id, now.revision, round_form(world)),
    "AnnounceRound": lambda made, now, world: AnnounceRound(made.id, now.revision),
    "AddPlan": lambda made, now, world: AddPlan(made.id, _another(world)),
    "SettlePlan": lambda made, now, world: SettlePlan(next(iter(made.plans.values())), 1, 1),
    "FixBallot": lambda made, now, world: FixBallot(made.id, now.revision),
    "AskFreeze": lambda made, now, world: AskFreeze(made.id, now.revision),
    "FreezeRound": lambda made, now, world: FreezeRound(made.id, now.rule_digest or ""),
}


def _another(world: World) -> str:
    number: str = world.submit(instrument="wijkbudget", texts={"idea": "Nog een bankje."}).number
    return number


def test_every_command_of_officials_is_tried() -> None:
    """Whoever adds one says here whether it can change what was fixed."""
    commands = {
        name
        for module in (rounds, round_plans, fixing_ballot, freezing)
        for name, thing in vars(module).items()
        if isinstance(thing, type) and thing in HANDLERS and thing.__module__ == module.__name__
    }
    of_the_system = {"JoinRound", "DropPlan"}
    apart = {"MakeRound", "CancelRound"}  # another round; and stopping, which changes no rule

    assert commands == CHANGES.keys() | of_the_system | apart


@pytest.mark.parametrize("name", sorted(CHANGES))
def test_nothing_changes_once_the_rules_are_fixed(sqlite_world: World, name: str) -> None:
    world = sqlite_world
    made = frozen_round(world)
    before = everything_of(world)

    with pytest.raises(RuleBroken):
        world.execute(CHANGES[name](made, the_round(world, made.number), world), made.officials[1])

    assert everything_of(world) == before


def everything_of(world: World) -> list[object]:
    tables = (BudgetRound, RoundArea, RoundPhase, BallotPlan, RoundChange, BoardEntry)
    return [world.rows(table) for table in tables]


def test_system_cannot_change_what_is_fixed_either(sqlite_world: World) -> None:
    made = frozen_round(sqlite_world)
    before = everything_of(sqlite_world)
    late = sqlite_world.submit(instrument="wijkbudget", texts={"idea": "Nog een bankje."})
    sqlite_world.execute(JoinRound(late.initiative_id))

    assert everything_of(sqlite_world) == before
    assert the_round(sqlite_world, made.number).file is not None


def test_plan_that_is_withdrawn_during_the_vote_keeps_its_place(world: World) -> None:
    made = a_round(world)
    plan, submitter = made.plans["Een bankje op het plein"], world.person("submitter")
    file = the_round(world, made.number).rule_file
    world.execute(TakeStep(plan, 4, "withdraw"), submitter)
    world.settle()

    [row] = world.rows(BallotPlan, initiative_id=plan)
    assert (row["standing"], row["number"]) == (
        OnBallot.WITHDRAWN,
        made.numbers["Een bankje op het plein"],
    )
    assert the_round(world, made.number).rule_file == file
    assert [event.initiative_id for event in world.events(PlanWithdrawn)] == [plan]


def test_plan_that_ends_before_the_ballot_is_fixed_falls_out(sqlite_world: World) -> None:
    world = sqlite_world
    made = filled_round(world)
    world.execute(
        TakeStep(made.plans["Bomen langs de gracht"], 4, "withdraw"), world.person("submitter")
    )
    world.settle()
    world.execute(FixBallot(made.id, the_round(world, made.number).revision), made.officials[0])

    assert len(world.events(PlanListed)) == 4
    assert [event.initiative_id for event in world.events(PlanLeftOut)] == [
        made.plans["Bomen langs de gracht"]
    ]


def test_change_after_asking_has_to_be_asked_anew(sqlite_world: World) -> None:
    world = sqlite_world
    made = filled_round(world)
    one, other = made.officials
    world.execute(FixBallot(made.id, the_round(world, made.number).revision), one)
    digest = world.execute(AskFreeze(made.id, the_round(world, made.number).revision), one)
    world.execute(SettlePlan(made.plans["Een kast met boeken"], 2, 1), one)

    with pytest.raises(RuleBroken, match="Eerst moet een collega"):
        world.execute(FreezeRound(made.id, digest), other)


def test_vote_that_should_have_begun_is_not_fixed(sqlite_world: World) -> None:
    world = sqlite_world
    made = filled_round(world)
    world.execute(FixBallot(made.id, the_round(world, made.number).revision), made.officials[0])
    world.clock.at = made.opens_at

    with pytest.raises(RuleBroken):
        world.execute(AskFreeze(made.id, the_round(world, made.number).revision), made.officials[0])


@pytest.mark.parametrize(
    ("plans", "said"),
    [
        ({"Een bankje op het plein": (1, 1001)}, "kost meer dan het hele budget"),
        ({"Een bankje op het plein": (1, 400)}, "In Buitengebied staat geen plan"),
    ],
)
def test_ballot_on_which_nobody_can_vote_is_not_fixed(
    sqlite_world: World, plans: dict[str, tuple[int, int]], said: str
) -> None:
    made = filled_round(sqlite_world, plans)
    fixing = FixBallot(made.id, the_round(sqlite_world, made.number).revision)

    with pytest.raises(RuleBroken, match=said):
        sqlite_world.execute(fixing, made.officials[0])


def test_first_line_of_the_board_is_the_digest_of_the_rules(world: World) -> None:
    made = frozen_round(world)

    [line] = world.rows(BoardEntry)
    assert (line["kind"], line["digest"]) == (
        BoardKind.RULES,
        the_round(world, made.number).rule_digest,
    )


def test_round_stops_with_reasons_and_its_plans_can_take_part_in_another(world: World) -> None:
    made = frozen_round(world)
    with pytest.raises(Invalid):
        world.execute(CancelRound(made.id, " "), made.officials[0])
    world.execute(CancelRound(made.id, "De brieven zijn zoek."), made.officials[0])
    assert the_round(world, made.number).state is RoundState.CANCELLED

    number = announced_round(world)
    [row] = world.rows(Initiative, id=made.plans["Een bankje op het plein"])
    world.execute(AddPlan(the_round(world, number).id, row["number"]), made.officials[0])
    [moved] = world.rows(BallotPlan, initiative_id=row["id"])
    assert (moved["round_id"], moved["standing"], moved["number"]) == (
        the_round(world, number).id,
        OnBallot.PROPOSED,
        None,
    )


def test_official_who_is_erased_leaves_the_round_as_it_is(world: World) -> None:
    made = filled_round(world)
    world.execute(FixBallot(made.id, the_round(world, made.number).revision), made.officials[0])
    world.execute(AskFreeze(made.id, the_round(world, made.number).revision), made.officials[0])
    assert made.officials[0].person_id is not None
    world.execute(ErasePerson(made.officials[0].person_id), made.officials[0])

    assert the_round(world, made.number).asked_by is None
    assert {row["changed_by"] for row in world.rows(RoundChange)} == {None}


def test_residents_make_no_rounds(sqlite_world: World) -> None:
    with pytest.raises(NotAllowed):
        sqlite_world.execute(MakeRound(round_form(sqlite_world)), sqlite_world.person("somebody"))


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": ""}, "name"),
        ({"instrument": "burgerinitiatief"}, "instrument"),
        ({"areas": ()}, "areas"),
        ({"areas": (AreaForm("A", -1),)}, "areas"),
        ({"areas": (AreaForm("A", 1), AreaForm("A", 1))}, "areas"),
        ({"areas": (AreaForm("A", 1, ("WK1",)),)}, "areas"),
        ({"areas": (AreaForm("A", 1, ("WK990100",)), AreaForm("B", 1, ("WK990100",)))}, "areas"),
        ({"areas": (AreaForm("A", 1, shape="{}"),)}, "areas"),
        ({"phases": ()}, "phases"),
    ],
)
def test_form_that_is_not_right_says_where(
    sqlite_world: World, changed: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as wrong:
        sqlite_world.execute(MakeRound(round_form(sqlite_world, **changed)), sqlite_world.official)

    assert wrong.value.fields.keys() == {field}


def test_phases_in_another_order_are_refused(sqlite_world: World) -> None:
    ideas, ballot, vote, *rest = phases_from(sqlite_world.clock.at)
    wrong_ones = (
        (ideas, replace(ballot, ends_at=vote.ends_at), vote, *rest),
        (ideas, replace(vote, kind=PhaseKind.BALLOT), replace(ballot, kind=PhaseKind.VOTE)),
        (ballot, replace(vote, allows=frozenset())),
        (ballot, replace(vote, ends_at=vote.starts_at)),
    )
    for phases in wrong_ones:
        with pytest.raises(Invalid):
            sqlite_world.execute(
                MakeRound(round_form(sqlite_world, phases=phases)), sqlite_world.official
            )
