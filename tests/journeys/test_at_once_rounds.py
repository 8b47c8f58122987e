"""Officials who work on one budget round at the same moment, with real threads on a real PostgreSQL."""

from dataclasses import replace

from tests.journeys.test_at_once import at_once, kinds
from tests.journeys.test_at_once_offices import asking
from tests.support.rounds import (
    announced_round,
    filled_round,
    officials,
    round_form,
    the_round,
)
from tests.support.world import HERE, World
from wijkstem.commands.fixing_ballot import FixBallot
from wijkstem.commands.freezing import AskFreeze, FreezeRound
from wijkstem.commands.round_plans import AddPlan, JoinRound, SettlePlan
from wijkstem.commands.rounds import AnnounceRound, CancelRound, ChangeRound, MakeRound
from wijkstem.domain.making_rounds import AreaForm
from wijkstem.events.rounds import (
    PlanJoined,
    RoundAnnounced,
    RoundCancelled,
    RoundChanged,
    RoundFrozen,
    RoundMade,
)
from wijkstem.kit.ids import new_id
from wijkstem.queries import rounds as asking_for
from wijkstem.tables.board import BoardEntry
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.rounds import BallotPlan, BudgetRound, RoundChange
from wijkstem.words.rounds import RoundState


def test_rounds_that_are_made_at_once_have_numbers_of_their_own(postgres_world: World) -> None:
    world = postgres_world
    one, other = officials(world)
    form, form_id = round_form(world), new_id()
    jobs = [asking(world, MakeRound(form), who) for who in (one, other)] * 3
    ended = at_once(jobs + [asking(world, MakeRound(form, form_id), one)] * 3)

    assert kinds(ended) == {"done": 9}
    numbers = sorted(row["number"] for row in world.rows(BudgetRound))
    assert numbers == [f"2026-{n}" for n in range(1, 8)]
    assert len(world.events(RoundMade)) == 7


def test_round_that_two_change_at_once_is_changed_by_one(postgres_world: World) -> None:
    world = postgres_world
    made = the_round(world, announced_round(world))
    form = round_form(world, areas=(AreaForm("Dorp", 5, ("WK990100", "WK990101")),))
    commands = [ChangeRound(made.id, 1, replace(form, name=f"Naam {n}")) for n in range(6)]
    ended = at_once([asking(world, command, world.official) for command in commands])

    assert kinds(ended) == {"done": 1, "changed_meanwhile": 5}
    assert len(world.events(RoundChanged)) == 1
    assert [row["revision"] for row in world.rows(RoundChange)] == [1, 2]
    with world.services.reading(HERE) as connection:
        assert [a.name for a in asking_for.areas(connection, HERE, made.id)] == ["Dorp"]


def test_round_that_two_announce_is_announced_once(postgres_world: World) -> None:
    world = postgres_world
    made = the_round(world, world.execute(MakeRound(round_form(world)), world.official))
    ended = at_once([asking(world, AnnounceRound(made.id, 1), world.official)] * 6)

    assert kinds(ended) == {"done": 1, "announced": 5}
    assert len(world.events(RoundAnnounced)) == 1


def test_plan_that_joins_and_is_added_at_once_takes_part_once(postgres_world: World) -> None:
    world = postgres_world
    made = the_round(world, announced_round(world))
    plan = world.submit(instrument="wijkbudget", texts={"idea": "Een bankje."}).initiative_id
    [row] = world.rows(Initiative, id=plan)
    jobs = [asking(world, JoinRound(plan))] * 3
    jobs += [asking(world, AddPlan(made.id, row["number"]), world.official)] * 3
    at_once(jobs)

    assert len(world.rows(BallotPlan)) == 1
    assert len(world.events(PlanJoined)) == 1


def test_round_is_fixed_once_and_nothing_slips_in(postgres_world: World) -> None:
    """Whatever comes first: the file that is fixed is the one that was looked at."""
    world = postgres_world
    made = filled_round(world)
    one, other = made.officials
    world.execute(FixBallot(made.id, the_round(world, made.number).revision), one)
    digest = world.execute(AskFreeze(made.id, the_round(world, made.number).revision), one)
    plan = made.plans["Een kast met boeken"]
    jobs = [asking(world, FreezeRound(made.id, digest), other)] * 4
    jobs += [asking(world, SettlePlan(plan, 2, 1), one)] * 2
    jobs += [asking(world, FixBallot(made.id, the_round(world, made.number).revision), one)] * 2
    ended = at_once(jobs)

    now = the_round(world, made.number)
    fixed = world.events(RoundFrozen)
    assert sum(end is None for end in ended) >= 1
    if fixed:
        assert now.state is RoundState.FROZEN
        assert now.file is not None
        assert now.file.digest == now.rule_digest == digest
        assert len(fixed) == len(world.rows(BoardEntry)) == 1
    else:
        assert now.state is RoundState.ANNOUNCED
        assert now.asked_digest is None


def test_round_that_two_stop_is_stopped_once(postgres_world: World) -> None:
    world = postgres_world
    made = the_round(world, announced_round(world))
    ended = at_once([asking(world, CancelRound(made.id, "Te weinig plannen."), world.official)] * 6)

    assert kinds(ended) == {"done": 1, "too_late_to_cancel": 5}
    assert len(world.events(RoundCancelled)) == 1
